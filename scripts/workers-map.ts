/**
 * Writes test/topology/model/data/workers-map-VERSION.json: what an installed Synapse says it serves on main and on workers. Of the lab's
 * Synapse (`npm run workers-map`), or of one elsewhere, by a command that leads to its python:
 * `npm run workers-map -- ssh hs1.example.org /opt/venvs/matrix-synapse/bin/python`.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { exec } from '../src/lab/exec.ts'
import { up } from '../src/lab/index.ts'
import { readProgram } from '../src/shell/program-file.ts'

type WorkersMap = { readonly version: string; readonly routes: readonly unknown[] }

const folder = join(import.meta.dirname, '../test/topology/model/data')

const command = process.argv.slice(2)
const map = JSON.parse(await (command.length > 0 ? asked(command) : askedInLab())) as WorkersMap
const rows = map.routes.map(row => `    ${JSON.stringify(row)}`)
mkdirSync(folder, { recursive: true })
const file = join(folder, `workers-map-${map.version}.json`)
writeFileSync(file, `{\n  "version": "${map.version}",\n  "routes": [\n${rows.join(',\n')}\n  ]\n}\n`)
console.log(`${file}: ${map.routes.length} routes`)

async function askedInLab(): Promise<string> {
  const host = await up({ name: 'workersmap', image: 'monolith', onLine: line => console.error(line) })
  try {
    return await asked(['ssh', '-F', host.sshConfig, host.name, '/opt/venvs/matrix-synapse/bin/python'])
  } finally {
    await host.stop()
  }
}

/** The program comes on standard input: nothing is left on the host. */
async function asked(argv: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await exec([...argv, '-'], {
    input: Buffer.from(readProgram('resources/synapse/map.py')),
  })
  if (code !== 0) throw new Error(`${argv.join(' ')} ended with ${code}:\n${stderr.split('\n').slice(-20).join('\n')}`)
  return stdout
}
