/** A session that outlives its connections: a host that is restarted on purpose is connected to again. */
import type { Session, Traffic } from './session.ts'

export class LastingSession implements Session {
  readonly #open: () => Promise<Session>
  #current: Session
  #earlier: Traffic = { roundTrips: 0, bytesUp: 0, bytesDown: 0 }

  /** `open`: connects anew. */
  constructor(first: Session, open: () => Promise<Session>) {
    this.#current = first
    this.#open = open
  }

  get traffic(): Traffic {
    const { roundTrips, bytesUp, bytesDown } = this.#current.traffic
    const { roundTrips: trips, bytesUp: up, bytesDown: down } = this.#earlier
    return { roundTrips: trips + roundTrips, bytesUp: up + bytesUp, bytesDown: down + bytesDown }
  }

  exchange(...args: Parameters<Session['exchange']>): ReturnType<Session['exchange']> {
    return this.#current.exchange(...args)
  }

  post(...args: Parameters<Session['post']>): void {
    this.#current.post(...args)
  }

  cancel(): Promise<void> {
    return this.#current.cancel()
  }

  close(): Promise<void> {
    return this.#current.close()
  }

  async reopen(): Promise<void> {
    await this.#current.close()
    const next = await this.#open()
    this.#earlier = this.traffic
    this.#current = next
  }
}
