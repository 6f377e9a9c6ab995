/** What a load of requests met. */
import type { Method } from './load-kinds.ts'

export type Sent = {
  readonly kind: string
  readonly method: Method
  /** Milliseconds after the load's start. */
  readonly at: number
  readonly ms: number
  /** 0: no answer. */
  readonly status: number
  /** Beginning of the answer of one that failed. */
  readonly text: string
}

export type LoadReport = {
  readonly log: readonly Sent[]
  readonly sent: number
  readonly failed: readonly Sent[]
  readonly slowestMs: number
  readonly slowest: string
}

export function reportOf(log: readonly Sent[]): LoadReport {
  const slowest = log.reduce<Sent | undefined>((most, one) => (most && most.ms >= one.ms ? most : one), undefined)
  return {
    log,
    sent: log.length,
    failed: log.filter(isFailed),
    slowestMs: slowest?.ms ?? 0,
    slowest: slowest ? `${slowest.kind} at ${slowest.at} ms` : '',
  }
}

/** A time in which requests failed, without a second between two of them in which none did. */
export type Span = { readonly from: number; readonly to: number; readonly failed: readonly Sent[] }

export function spansOf(failed: readonly Sent[], gapMs = 1000): readonly Span[] {
  const spans: { from: number; to: number; failed: Sent[] }[] = []
  for (const one of failed.toSorted((a, b) => a.at - b.at)) {
    const last = spans.at(-1)
    if (last && one.at - last.to <= gapMs) {
      last.failed.push(one)
      last.to = Math.max(last.to, one.at + one.ms)
    } else spans.push({ from: one.at, to: one.at + one.ms, failed: [one] })
  }
  return spans
}

/** A line for each span and kind of failure in it. */
export function spanLines(report: LoadReport): readonly string[] {
  return spansOf(report.failed).flatMap(({ from, to, failed }) => [
    `${from} to ${to} ms: ${failed.length} failed`,
    ...[...Map.groupBy(failed, one => `${one.method} ${one.kind} ${one.status}`)].map(([what, all]) => {
      const times = all.map(one => one.ms)
      const text = all[0]?.text.replaceAll(/\s+/g, ' ') ?? ''
      return `  ${what}: ${all.length}, after ${Math.min(...times)} to ${Math.max(...times)} ms  ${text}`
    }),
  ])
}

/** A line for each kind and method: how many, how many failed, and the times of those that did not. */
export function kindLines({ log }: LoadReport): readonly string[] {
  const groups = [...Map.groupBy(log, one => `${one.kind} ${one.method}`)].toSorted(([a], [b]) => a.localeCompare(b))
  return groups.map(([name, all]) => {
    const times = all
      .filter(one => !isFailed(one))
      .map(one => one.ms)
      .toSorted((a, b) => a - b)
    const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0
    return [
      name.padEnd(22),
      `${String(all.length).padStart(5)} sent`,
      `${String(all.filter(isFailed).length).padStart(3)} failed`,
      `median ${at(0.5)} ms, 99 % ${at(0.99)} ms, slowest ${at(1)} ms`,
    ].join('  ')
  })
}

const isFailed = ({ status }: Sent): boolean => status !== 200
