/** Part of `npm run lint`: the syntax of each program for the host. */
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { extname, join } from 'node:path'

const source = join(import.meta.dirname, '../src')
const checks: Readonly<Record<string, readonly string[]>> = {
  '.sh': ['sh', '-n'],
  '.pl': ['perl', '-c'],
  '.py': ['python3', '-c', 'import sys; compile(open(sys.argv[1]).read(), sys.argv[1], "exec")'],
}
for (const name of readdirSync(source, { recursive: true, encoding: 'utf8' })) {
  const [command, ...args] = checks[extname(name)] ?? []
  if (command === undefined) continue
  const { status, stderr, error } = spawnSync(command, [...args, join(source, name)], { encoding: 'utf8' })
  if (status === 0) continue
  console.error(`${name}: ${error?.message ?? stderr}`)
  process.exitCode = 1
}
