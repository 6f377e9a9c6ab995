/** Counts what the events say, host by host. */
import type { Emit, HostSummary, SwkEvent } from '../events.ts'

type Counts = { -readonly [K in keyof HostSummary]: number }

export class Tally {
  readonly #hosts = new Map<string, Counts>()
  readonly #emit: Emit

  constructor(emit: Emit) {
    this.#emit = emit
  }

  /** Passes an event on, counted. */
  readonly emit: Emit = (event: SwkEvent) => {
    if (event.type === 'host:start') this.#of(event.host)
    if (event.type === 'task') {
      const counts = this.#of(event.host)
      if (event.ignored) counts.ignored++
      else counts[event.status]++
      if (event.outcome === 'changed') counts.changed++
      if (event.outcome === 'may-have-changed') counts.unknown++
    }
    this.#emit(event)
  }

  traffic(
    host: string,
    traffic: { readonly roundTrips: number; readonly bytesUp: number; readonly bytesDown: number },
  ): void {
    const counts = this.#of(host)
    counts.roundTrips += traffic.roundTrips
    counts.bytesUp += traffic.bytesUp
    counts.bytesDown += traffic.bytesDown
  }

  summary(): Readonly<Record<string, HostSummary>> {
    return Object.fromEntries(this.#hosts)
  }

  #of(host: string): Counts {
    const counts = this.#hosts.get(host) ?? {
      ok: 0,
      changed: 0,
      unknown: 0,
      skipped: 0,
      failed: 0,
      unreachable: 0,
      ignored: 0,
      roundTrips: 0,
      bytesUp: 0,
      bytesDown: 0,
    }
    this.#hosts.set(host, counts)
    return counts
  }
}
