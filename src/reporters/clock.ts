/** Measures how long each host was at work, since events carry the time of tasks only. */
import type { SwkEvent } from '../engine/events.ts'

export class Clock {
  readonly #started = new Map<string, number>()
  readonly #times = new Map<string, number>()
  readonly #now: () => number

  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  event(event: SwkEvent): void {
    if (event.type === 'host:start') this.#started.set(event.host, this.#now())
    if (event.type !== 'host:end') return
    const start = this.#started.get(event.host)
    if (start !== undefined) this.#times.set(event.host, (this.#times.get(event.host) ?? 0) + this.#now() - start)
  }

  get times(): ReadonlyMap<string, number> {
    return this.#times
  }
}
