/** What the hosts of a batch have in common while they run: whether the play goes on, and the limits of `throttle`. */
import type { Task } from '../task.ts'

export class Batch {
  /** A task with `any_errors_fatal` has failed on one of the hosts. */
  hasEnded = false
  readonly #limits = new Map<string, Limit>()

  /** Waits until the task may run on one host more; the answer gives its turn back. */
  async enter({ throttle, place, name }: Task): Promise<() => void> {
    if (throttle === undefined || throttle < 1) return () => {}
    const key = place ? `${place.file}:${place.line}:${place.column}` : name
    const limit = this.#limits.get(key) ?? new Limit(throttle)
    this.#limits.set(key, limit)
    await limit.take()
    return () => limit.give()
  }
}

class Limit {
  #free: number
  readonly #waiting: (() => void)[] = []

  constructor(free: number) {
    this.#free = free
  }

  async take(): Promise<void> {
    if (this.#free > 0) this.#free--
    else await new Promise<void>(resolve => this.#waiting.push(resolve))
  }

  /** The turn goes to the host that has waited longest. */
  give(): void {
    const next = this.#waiting.shift()
    if (next) next()
    else this.#free++
  }
}
