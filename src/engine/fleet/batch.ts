/** What the hosts of a batch have in common while they run: whether the play goes on, and the limits of `throttle`. */
import type { Results } from '../host/progress.ts'
import type { Task } from '../task.ts'
import { Slots } from './pool.ts'

/** What a task with `run_once` left: variables by name; undefined where it failed. */
export type OnceResult = ReadonlyMap<string, unknown> | undefined

export class Batch {
  /** A task with `any_errors_fatal` has failed on one of the hosts. */
  hasEnded = false
  readonly #limits = new Map<string, Slots>()

  readonly #once = new Map<string, PromiseWithResolvers<OnceResult>>()
  readonly #running: Set<string>

  readonly #positions = new Map<string, number>()
  readonly #results = new Map<string, Results>()
  #meetings: Meeting[] = []
  readonly #pause: Pause

  /** Names that hosts registered before. */
  readonly earlier: ReadonlyMap<string, ReadonlySet<string>>

  /** `pause`: lets another host run while this one waits. */
  constructor(hosts: readonly string[] = [], pause: Pause = waiting => waiting, earlier: Batch['earlier'] = new Map()) {
    this.#running = new Set(hosts)
    this.#pause = pause
    this.earlier = earlier
  }

  /** What a host registers while it runs. */
  attach(host: string, results: Results): void {
    this.#results.set(host, results)
  }

  results(host: string): Results | undefined {
    return this.#results.get(host)
  }

  /** The host comes to this position of the play: all before it is done. */
  reach(host: string, order: number): void {
    this.#positions.set(host, Math.max(order, this.#positions.get(host) ?? -1))
    this.#hold()
  }

  isBehind(host: string, order: number): boolean {
    return this.#running.has(host) && (this.#positions.get(host) ?? -1) < order
  }

  /** Waits until no host of the batch is behind this position. */
  async meet(host: string, order: number): Promise<void> {
    this.reach(host, order)
    if (!this.#isAnyBehind(order)) return
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#meetings.push({ order, resolve })
    await this.#pause(promise)
  }

  /** While it waits for the lock of a machine that another host of the batch holds, no host waits for it. */
  async standAside<T>(host: string, waiting: Promise<T>): Promise<T> {
    this.#running.delete(host)
    this.#hold()
    try {
      return await waiting
    } finally {
      this.#running.add(host)
    }
  }

  #isAnyBehind(order: number): boolean {
    return [...this.#running].some(host => this.isBehind(host, order))
  }

  #hold(): void {
    const held = this.#meetings.filter(({ order }) => !this.#isAnyBehind(order))
    this.#meetings = this.#meetings.filter(meeting => !held.includes(meeting))
    for (const { resolve } of held) resolve()
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
    this.#hold()
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
    const limit = this.#limits.get(key) ?? new Slots(throttle)
    this.#limits.set(key, limit)
    await limit.take()
    return () => limit.give()
  }
}

type Meeting = { readonly order: number; resolve(): void }
type Pause = (waiting: Promise<void>) => Promise<void>
