/**
 * `npm test`: types, lint, build, unit tests, tests on real hosts. Goes on where one fails; the last line is
 * "N passed, N failed", over all tests; each other check that fails counts as one failed.
 */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
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
  counts.push(await tests('unit'))
  // Both mostly wait for their hosts: two cores carry a homeserver with its users, and a light host beside it.
  const aside = tests('lab-hosts', { output: join(folder, 'lab-hosts.txt'), options: ['--maxWorkers=1'] })
  counts.push(await tests('lab-homeservers'), await aside)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
const sum = (key: keyof Count): number => counts.reduce((total, count) => total + count[key], 0)
console.log(`${sum('passed')} passed, ${sum('failed')} failed`)
process.exitCode = sum('failed') > 0 ? 1 : 0

function check(name: string, command: string, ...args: readonly string[]): Count {
  console.log(`\n== ${name}`)
  return { passed: 0, failed: spawnSync(command, args, { stdio: 'inherit' }).status === 0 ? 0 : 1 }
}

/** `output`: a file for what is printed, which is shown at the end: for tests beside others. */
async function tests(project: string, { output, options = [] }: Aside = {}): Promise<Count> {
  const title = `\n== ${project} tests`
  console.log(output === undefined ? title : `${title}, while the next ones run`)
  const report = join(folder, `${project}.json`)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const file = output === undefined ? undefined : openSync(output, 'w')
  const child = spawn('vitest', ['run', '--project', project, ...reporters, ...options], {
    stdio: ['ignore', file ?? 'inherit', file ?? 'inherit'],
  })
  const [status] = await once(child, 'exit')
  if (output !== undefined && file !== undefined) {
    closeSync(file)
    console.log(`${title}\n${readFileSync(output, 'utf8')}`)
  }
  const { passed, failed } = read(report)
  // A file that cannot even be loaded has no test that failed.
  return { passed, failed: status === 0 ? failed : Math.max(1, failed) }
}
type Aside = { readonly output?: string; readonly options?: readonly string[] }

function read(report: string): Count {
  try {
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8'))
    return { passed: numPassedTests, failed: numFailedTests }
  } catch {
    return { passed: 0, failed: 1 }
  }
}
