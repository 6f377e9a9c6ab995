/**
 * The lock of a machine within one run. Several hosts of an inventory may be one machine; that shows when the lock of one is
 * held by another of the same run. They then take turns: the holder hands the lock over as soon as its play has ended.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { quote } from '../../shell/sh.ts'
import type { Session } from '../../transport/session.ts'

type Member = {
  readonly session: Session
  locked: boolean
  /** Resolves when the play that runs on the host now has ended. */
  turn: Promise<void> | undefined
}

export type Turn = {
  /** What the lock says of its holder. */
  readonly holder: string
  /** The session already holds the lock, from an earlier play. */
  readonly locked: boolean
  /** Makes the holder hand its lock over, if it is of this run; false if it is not. */
  giveWay(holder: string): Promise<boolean>
  end(): void
}

export class Turns {
  readonly #run: string
  readonly #members = new Map<string, Member>()

  constructor(run: string) {
    this.#run = run
  }

  start(host: string, session: Session): Turn {
    const member: Member = this.#members.get(host) ?? { session, locked: false, turn: undefined }
    this.#members.set(host, member)
    const { promise, resolve } = Promise.withResolvers<void>()
    member.turn = promise
    const { locked } = member
    member.locked = true
    return {
      holder: this.#holder(host),
      locked,
      giveWay: holder => this.#giveWay(host, holder),
      end: () => {
        member.turn = undefined
        resolve()
      },
    }
  }

  #holder(host: string): string {
    return `${this.#run} for ${host}`
  }

  async #giveWay(self: string, holder: string): Promise<boolean> {
    const found = [...this.#members].find(([host]) => host !== self && this.#holder(host) === holder)
    if (found === undefined) return false
    const [, other] = found
    await other.turn
    // Another host may have been faster, and may run by now: whoever comes too late finds its name in the lock.
    if (other.turn !== undefined || !other.locked) await sleep(100)
    else await this.#release(other)
    return true
  }

  async #release(member: Member): Promise<void> {
    member.locked = false
    try {
      await member.session.exchange([{ kind: 'unlock', script: quote(''), timeout: 10 }])
    } catch {
      // A lost connection frees the lock as well.
    }
  }
}
