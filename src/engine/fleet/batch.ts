/** What the hosts of a batch have in common while they run: whether the play goes on, and the limits of `throttle`. */
import type { Task } from '../task.ts'

/** What a task with `run_once` left: variables by name; undefined where it failed. */
export type OnceResult = ReadonlyMap<string, unknown> | undefined

export class Batch {
  /** A task with `any_errors_fatal` has failed on one of the hosts. */
  hasEnded = false
  readonly #limits = new Map<string, Limit>()

  readonly #once = new Map<string, PromiseWithResolvers<OnceResult>>()
  readonly #running: Set<string>

  constructor(hosts: readonly string[] = []) {
    this.#running = new Set(hosts)
  }

  /** What the leader's task left; an empty map where the leader has ended without it. */
  async follow({ leader, key }: NonNullable<Task['once']>): Promise<OnceResult> {
    const known = this.#once.get(key)
    if (known) return known.promise
    if (!this.#running.has(leader)) return new Map()
    return this.#deferred(key).promise
  }

  publish(key: string, result: OnceResult): void {
    this.#deferred(key).resolve(result)
  }

  /** Nothing more comes from the host: who waits for it goes on. */
  end(host: string): void {
    this.#running.delete(host)
    for (const [key, { resolve }] of this.#once) if (key.startsWith(`${host} `)) resolve(new Map())
  }

  #deferred(key: string): PromiseWithResolvers<OnceResult> {
    const found = this.#once.get(key) ?? Promise.withResolvers<OnceResult>()
    this.#once.set(key, found)
    return found
  }

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
