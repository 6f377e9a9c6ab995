/** Limits how many pieces of work with the same key run at the same time. */
export class Slots {
  readonly #limit: number
  readonly #running = new Map<string, number>()
  readonly #waiting = new Map<string, (() => void)[]>()

  constructor(limit: number) {
    this.#limit = limit
  }

  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    await this.#take(key)
    try {
      return await work()
    } finally {
      this.#giveBack(key)
    }
  }

  #take(key: string): Promise<void> | undefined {
    const running = this.#running.get(key) ?? 0
    if (running < this.#limit) {
      this.#running.set(key, running + 1)
      return undefined
    }
    return new Promise(resolve => {
      this.#waiting.set(key, [...(this.#waiting.get(key) ?? []), resolve])
    })
  }

  /** The next one in line inherits the slot. */
  #giveBack(key: string): void {
    const next = this.#waiting.get(key)?.shift()
    if (next !== undefined) next()
    else this.#running.set(key, (this.#running.get(key) ?? 1) - 1)
  }
}
