/**
 * `npm run bench [-- --rounds N]`: how long users wait, compared with the same without swk, and what a play sends.
 * Converts a homeserver in the lab (minutes).
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { up, writeInventory } from '../../src/lab/index.ts'
import { bytesUp, convergeCosts } from './converge.ts'
import { conversionLosses, lossLines } from './conversion.ts'
import { journalCosts } from './journal.ts'
import { best, inTurn, median, type Sample } from './measure.ts'
import { writeFlat, writeNested } from './nested.ts'
import { treeLag } from './tree.ts'

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '10' } } })
const rounds = Number(values.rounds)
const root = join(import.meta.dirname, '../..')
const bin = join(root, 'bin/swk.js')
process.chdir(root)

await start()
await nested()
await converge()
await journal()
await check()
await screen()
console.log('\nA conversion under load, a request every 50 ms')
console.log(lossLines(await conversionLosses()).join('\n'))

/** Goal: node's own start + 20 ms. */
async function start(): Promise<void> {
  const samples = await inTurn(
    [
      { name: 'node', command: [process.execPath, '-e', '0'] },
      { name: 'swk --version', command: [process.execPath, bin, '--version'] },
      { name: 'load site.yaml', command: [process.execPath, bin, 'play', 'site.yaml', '-i', 'prod', '--syntax-check'] },
    ],
    rounds,
  )
  table('Start', samples)
  goal('swk --version', over(samples, 'swk --version', 'node'), 20, 'ms over node itself')
}

/** Goal: 60 tasks in roles, blocks and includes load in 1.5 x the time of flat ones, and cost one round trip as declared. */
async function nested(): Promise<void> {
  const host = await up({ name: 'nested', image: 'base' })
  const folder = mkdtempSync(join(tmpdir(), 'swk-bench-'))
  try {
    const inventory = join(folder, 'lab.yaml')
    await writeInventory([host], inventory, { user: 'admin' })
    await host.run('mkdir -p /srv/swk')
    const [many, flat] = [writeNested(folder), writeFlat(folder)]
    const play = (playbook: string, ...more: string[]) => [
      process.execPath,
      bin,
      'play',
      playbook,
      '-i',
      inventory,
      ...more,
    ]
    await inTurn([{ name: 'first', command: play(many, '--no-diff') }], 0)
    const samples = await inTurn(
      [
        { name: 'load flat', command: play(flat, '--syntax-check') },
        { name: 'load nested', command: play(many, '--syntax-check') },
        { name: 'play nested', command: play(many, '--reporter', 'json') },
      ],
      rounds,
    )
    table('60 tasks in roles, with facts, blocks and templates', samples)
    const medianOf = (name: string) => median(samples.get(name) ?? [])
    goal('load nested', Math.round((100 * medianOf('load nested')) / medianOf('load flat')), 150, '% of flat')
    const last = JSON.parse(samples.get('play nested')?.at(-1)?.lines.at(-1)?.text ?? '{}')
    goal('play nested', last.hosts.nested.roundTrips, 1, 'round trips')
  } finally {
    rmSync(folder, { recursive: true })
    await host.stop()
  }
}

/** Goal: 60 kB for 50 files, and twice the files for at most twice the bytes. */
async function converge(): Promise<void> {
  console.log('\nA play that changes files')
  const costs = await convergeCosts(bin)
  for (const { files, bytesUp: up, ms, idle } of costs)
    console.log(
      `  ${files} files: ${up} bytes up, ${ms} ms; then nothing to do: ${bytesUp(idle)} bytes up, ${Math.round(idle.ms)} ms`,
    )
  const [few, many] = costs
  if (few === undefined || many === undefined) return
  goal('50 changed files', many.bytesUp, 60_000, 'bytes up')
  goal('twice the files', Math.round((100 * many.bytesUp) / few.bytesUp), 200, '% of the bytes')
}

/** Goal: a play that changes the host takes at most 10 % more time for its journal. */
async function journal(): Promise<void> {
  const costs = await journalCosts(rounds)
  const [without, noted] = [medianOf(costs.without), medianOf(costs.with)]
  console.log(`\nA play of 23 changes (${rounds} rounds in turn)`)
  console.log(`  without a journal ${without} ms, with it ${noted} ms (medians)`)
  goal('journal', Math.round((100 * (noted - without)) / without), 10, '% more time')
}

function medianOf(all: readonly number[]): number {
  return Math.round(all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0)
}

/** Goal: `ssh host true` + 300 ms, on a host that is as it should be. */
async function check(): Promise<void> {
  console.log('\nA homeserver for the check is booted and converted first')
  const host = await up({ name: 'bench', image: 'monolith', onLine: line => console.log(`  ${line}`) })
  const folder = mkdtempSync(join(tmpdir(), 'swk-bench-'))
  try {
    const inventory = join(folder, 'lab.yaml')
    await writeInventory([host], inventory, { user: 'admin' })
    const play = [process.execPath, bin, 'play', 'site.yaml', '-i', inventory]
    await inTurn([{ name: 'convert', command: [...play, '--no-diff'] }], 0)
    const samples = await inTurn(
      [
        { name: 'ssh host true', command: ['ssh', '-F', host.sshConfig, host.name, 'true'] },
        { name: 'swk play --check', command: [...play, '--check', '--reporter', 'json'] },
      ],
      rounds,
    )
    table('Check of a converted homeserver', samples)
    const checks = samples.get('swk play --check') ?? []
    console.log(`  ${traffic(checks)}`)
    console.log(`  of which the host takes ${hostShare(checks)} ms to report its state`)
    goal('swk play --check', over(samples, 'swk play --check', 'ssh host true'), 300, 'ms over ssh')
  } finally {
    rmSync(folder, { recursive: true })
    await host.stop()
  }
}

/** Goal: p99 of the event loop's lag under 50 ms at 100 hosts x 50 tasks. */
async function screen(): Promise<void> {
  console.log('\nThe tree at 100 hosts x 50 tasks in 6 s')
  const { p50, p99, max, cpu } = await treeLag()
  console.log(`  lag of the event loop: p50 ${p50} ms, p99 ${p99} ms, max ${max} ms; processor ${cpu.toFixed(1)} s`)
  goal('lag p99', p99, 50, 'ms')
}

type Samples = ReadonlyMap<string, readonly Sample[]>

function table(title: string, samples: Samples): void {
  console.log(`\n${title} (${rounds} rounds in turn)`)
  for (const [name, all] of samples) {
    const peak = Math.max(...all.map(sample => sample.peak))
    const memory = peak > 0 ? `   peak ${peak.toFixed(0)} MB` : ''
    console.log(
      `  ${name.padEnd(18)} best ${String(best(all)).padStart(5)} ms   median ${String(median(all)).padStart(5)} ms${memory}`,
    )
  }
}

/** Milliseconds by which the median of one is over that of the other. */
function over(samples: Samples, one: string, other: string): number {
  return median(samples.get(one) ?? []) - median(samples.get(other) ?? [])
}

function goal(name: string, value: number, most: number, unit: string): void {
  console.log(`  ${value <= most ? 'reached' : 'MISSED '}  ${name}: ${value} ${unit} (goal ${most})`)
  if (value > most) process.exitCode = 1
}

function traffic(samples: readonly Sample[]): string {
  const { hosts } = JSON.parse(samples.at(-1)?.lines.at(-1)?.text ?? '{}')
  const { roundTrips, bytesUp, bytesDown, ok, changed, skipped } = hosts.bench
  const open = (samples.at(-1)?.lines ?? []).flatMap(({ text }) => {
    const { type, status, task } = JSON.parse(text)
    return type === 'task' && ['changed', 'unknown', 'failed'].includes(status) ? [`\n  ${status}: ${task}`] : []
  })
  return `${ok} ok, ${changed} to change, ${skipped} skipped; ${roundTrips} round trips, ${bytesUp} bytes up, ${bytesDown} down${open.join('')}`
}

/** From the question to the answer: from `host:start` to the first task (planning takes a few ms of it). */
function hostShare(samples: readonly Sample[]): number {
  const shares = samples.map(({ lines }) => {
    const at = (type: string) => lines.find(({ text }) => text.startsWith(`{"type":"${type}"`))?.at ?? 0
    return at('task') - at('host:start')
  })
  return Math.round(shares.toSorted((a, b) => a - b)[Math.floor(shares.length / 2)] ?? 0)
}
