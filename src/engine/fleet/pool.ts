/** Work at the same time, up to a limit; who waits for others lets one of them begin. */
export class Slots {
  #free: number
  readonly #queue: (() => void)[] = []

  constructor(limit: number) {
    this.#free = limit
  }

  async each<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
    await Promise.all(
      items.map(async item => {
        await this.take()
        try {
          await work(item)
        } finally {
          this.give()
        }
      }),
    )
  }

  readonly pause = async (waiting: Promise<void>): Promise<void> => {
    this.give()
    await waiting
    await this.take()
  }

  async take(): Promise<void> {
    if (this.#free > 0) this.#free--
    else await new Promise<void>(resolve => this.#queue.push(resolve))
  }

  /** The turn goes to the one that has waited longest. */
  give(): void {
    const next = this.#queue.shift()
    if (next) next()
    else this.#free++
  }
}
