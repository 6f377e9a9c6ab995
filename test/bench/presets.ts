/**
 * `npm run bench:presets [-- PRESETS...]`: what each preset costs, into docs/measured.json; others in it stay. A homeserver goes from
 * one preset to the next. For a quiet machine: its load before each measurement is part of what is written.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type LabHost, up } from '../../src/lab/index.ts'
import { pastOf } from '../lab/support/expect-users.ts'
import { startLoad, tenKinds } from '../lab/support/load.ts'
import { swk } from '../lab/support/swk.ts'
import { workshop } from '../lab/support/workshop.ts'
import { costOf, type HostCost } from './host-cost.ts'
import { requestsPerSecond } from './throughput.ts'

type Measured = HostCost & {
  /** The middle one of all times from a message's sending to its acknowledgement, with nearly nothing else to do. */
  readonly sendMs: number
  /** As many of ten kinds as twenty clients get answered that wait for nothing else. */
  readonly requestsPerSecond: number
  readonly load: number
}

const { values, positionals } = parseArgs({
  options: { host: { type: 'string', default: 'rh-presets' } },
  allowPositionals: true,
})
const all = ['none', 'small', 'medium', 'large', 'one-of-each']
const file = join(import.meta.dirname, '../../docs/measured.json')
const host = await up({ name: values.host, image: 'monolith', onLine: line => console.log(line) })
const shop = await workshop([host])
try {
  for (const preset of positionals.length > 0 ? positionals : all) {
    if (preset !== 'none') await convert(preset)
    write(preset, await measure())
  }
} finally {
  shop.remove()
  await host.stop()
}

async function convert(preset: string): Promise<void> {
  const playbook = shop.file(
    `${preset}.yaml`,
    `- hosts: homeservers\n  become: true\n  topology: { synapse: { workers: ${preset} } }\n`,
  )
  const run = await swk('play', playbook, '-i', shop.inventory, '--reporter', 'plain', '--no-diff')
  if (run.code !== 0) throw new Error(`${preset}: ${run.stderr}${run.stdout.slice(-3000)}`)
}

async function measure(): Promise<Measured> {
  await pause(10_000)
  const load = loadavg()[0] ?? 0
  const sendMs = await sendTime(host)
  const rate = await requestsPerSecond(host, 20, 15)
  await pause(5000)
  const cost = await costOf(host)
  const result = { ...cost, sendMs, requestsPerSecond: rate, load: Math.round(load * 10) / 10 }
  console.log(JSON.stringify(result))
  return result
}

/** One request at a time, of each kind in turn. */
async function sendTime({ address, run }: LabHost): Promise<number> {
  const past = await pastOf({ run } as LabHost)
  const load = await startLoad(address, past.room, past.media, 100, tenKinds)
  await pause(15_000)
  const { log } = await load.stop()
  const times = log.filter(({ kind }) => kind === 'send').map(({ ms }) => ms)
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0
}

function write(preset: string, result: Measured): void {
  const before = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
  const machine = { processors: cpus().length, model: cpus()[0]?.model.trim() ?? '' }
  const presets = { ...before.presets, [preset]: result }
  writeFileSync(file, `${JSON.stringify({ machine, presets }, null, 2)}\n`)
}

function pause(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms))
}
