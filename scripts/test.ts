/**
 * `npm test`: types, lint, build, unit tests, tests on real hosts. Goes on where one fails; the last line is
 * "N passed, N failed", over all tests; each other check that fails counts as one failed.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

type Count = { readonly passed: number; readonly failed: number }

const folder = mkdtempSync(join(tmpdir(), 'swk-test-'))
const counts: Count[] = []
try {
  counts.push(check('types', 'tsc', '--noEmit'))
  counts.push(check('lint', 'biome', 'check', '.'))
  counts.push(check('programs', 'node', 'scripts/check-programs.ts'))
  counts.push(check('build', 'node', 'scripts/build.ts'))
  counts.push(tests('unit'))
  counts.push(tests('lab-hosts'))
  counts.push(tests('lab-homeservers'))
} finally {
  rmSync(folder, { recursive: true, force: true })
}
const sum = (key: keyof Count): number => counts.reduce((total, count) => total + count[key], 0)
console.log(`${sum('passed')} passed, ${sum('failed')} failed`)
process.exitCode = sum('failed') > 0 ? 1 : 0

function check(name: string, command: string, ...args: readonly string[]): Count {
  console.log(`\n== ${name}`)
  return { passed: 0, failed: run(command, args) ? 0 : 1 }
}

function tests(project: string): Count {
  console.log(`\n== ${project} tests`)
  const report = join(folder, `${project}.json`)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const success = run('vitest', ['run', '--project', project, ...reporters])
  const { passed, failed } = read(report)
  // A file that cannot even be loaded has no test that failed.
  return { passed, failed: success ? failed : Math.max(1, failed) }
}

function read(report: string): Count {
  try {
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8'))
    return { passed: numPassedTests, failed: numFailedTests }
  } catch {
    return { passed: 0, failed: 1 }
  }
}

function run(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'inherit' }).status === 0
}
