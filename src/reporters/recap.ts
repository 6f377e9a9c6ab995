/** The end of a run: a row a host, and one sentence. Pure. */
import type { HostSummary, SwkEvent } from '../engine/events.ts'
import { textWidth } from '../errors/width.ts'
import type { Meaning } from './colour.ts'
import { escaped } from './escape.ts'
import type { Theme } from './theme.ts'
import { bytes, counted, duration } from './units.ts'

export type Summary = Extract<SwkEvent, { type: 'summary' }>
/** `ms`: how long each host was at work. */
export type Times = ReadonlyMap<string, number>

export function recap(summary: Summary, times: Times, theme: Theme, columns = Number.POSITIVE_INFINITY): string[] {
  const hosts = Object.entries(summary.hosts)
  if (hosts.length === 0) return [theme.colour('faint', 'no hosts matched')]
  const table = [header(theme), ...hosts.map(([host, counts]) => row(host, counts, times.get(host), theme))]
  const fits = widthsOf(table).reduce((sum, width) => sum + 2 + width, -2) <= columns
  return [...aligned(fits ? table : withoutZeros(table), theme), '', sentence(summary, theme)]
}

type Cell = { readonly text: string; readonly meaning: Meaning }

const header = ({ check }: Theme): Cell[] =>
  [
    'host',
    'ok',
    check ? 'would change' : 'changed',
    'unknown',
    'skipped',
    'failed',
    'unreachable',
    'round trips',
    'up',
    'down',
    'time',
  ].map(text => ({ text, meaning: 'faint' }))

function row(host: string, counts: HostSummary, ms: number | undefined, { symbols }: Theme): Cell[] {
  const count = (n: number, meaning: Meaning): Cell => ({ text: String(n), meaning: n === 0 ? 'faint' : meaning })
  const quantity = (text: string): Cell => ({ text, meaning: 'plain' })
  const ignored = counts.ignored > 0 ? ` (${counts.ignored} ignored)` : ''
  return [
    { text: escaped(host), meaning: hostMeaning(counts) },
    count(counts.ok, 'good'),
    count(counts.changed, 'change'),
    count(counts.unknown, 'doubt'),
    count(counts.skipped, 'plain'),
    { ...count(counts.failed, 'bad'), text: `${counts.failed}${ignored}` },
    count(counts.unreachable, 'bad'),
    quantity(String(counts.roundTrips)),
    quantity(bytes(counts.bytesUp)),
    quantity(bytes(counts.bytesDown)),
    quantity(ms === undefined ? symbols.skipped : duration(ms)),
  ]
}

function hostMeaning({ failed, unreachable, changed, unknown }: HostSummary): Meaning {
  if (failed + unreachable > 0) return 'bad'
  return changed + unknown > 0 ? 'change' : 'good'
}

/** Where it is too wide: without the columns that are 0 for all and that nobody misses. */
function withoutZeros(table: readonly (readonly Cell[])[]): readonly (readonly Cell[])[] {
  const [, ...rows] = table
  return table.map(cells => cells.filter((_, at) => !mayMiss.has(at) || rows.some(row => row[at]?.text !== '0')))
}

/** unknown, skipped, unreachable. */
const mayMiss = new Set([3, 4, 6])

function widthsOf(table: readonly (readonly Cell[])[]): number[] {
  return (table[0] ?? []).map((_, at) => Math.max(...table.map(cells => textWidth(cells[at]?.text ?? ''))))
}

/** The first column to the left, numbers to the right. */
function aligned(table: readonly (readonly Cell[])[], { colour }: Theme): string[] {
  const widths = widthsOf(table)
  return table.map(cells =>
    cells
      .map(({ text, meaning }, at) => {
        const space = ' '.repeat((widths[at] ?? 0) - textWidth(text))
        return at === 0 ? colour(meaning, text) + space : space + colour(meaning, text)
      })
      .join('  ')
      .trimEnd(),
  )
}

function sentence({ hosts, exit }: Summary, { check, verify, colour }: Theme): string {
  const all = Object.values(hosts)
  const sum = (field: keyof HostSummary): number => all.reduce((total, counts) => total + counts[field], 0)
  if (exit === 130) return colour('bad', 'interrupted')
  const lost = [
    ...(sum('failed') > 0 ? [`${counted(all.filter(one => one.failed > 0).length, 'host')} failed`] : []),
    ...(sum('unreachable') > 0 ? [`${counted(sum('unreachable'), 'host')} unreachable`] : []),
  ].join(', ')
  const changed = sum('changed')
  const doubtful = check ? 0 : sum('unknown')
  const idle = verify ? `${counted(sum('ok'), 'check')} passed` : 'nothing to do'
  const work = (check ? pending(changed, sum('unknown')) : made(changed, doubtful)) || idle
  const untouched = check || changed + doubtful === 0
  const parts = [lost, lost && work === idle ? '' : work, untouched && (check || lost) ? 'nothing was changed' : '']
  return colour(lost ? 'bad' : changed > 0 ? 'change' : 'good', parts.filter(Boolean).join('; '))
}

function made(changed: number, doubtful: number): string {
  const sure = changed > 0 ? `${counted(changed, 'change')} made` : ''
  return [sure, doubtful > 0 ? `${counted(doubtful, 'task')} may have changed the host` : ''].filter(Boolean).join(', ')
}

function pending(changed: number, unknown: number): string {
  const changes = changed > 0 ? `${counted(changed, 'change')} pending` : ''
  return [changes, unknown > 0 ? `${counted(unknown, 'result')} unknown` : ''].filter(Boolean).join(', ')
}
