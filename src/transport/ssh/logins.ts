/**
 * The logins of one run. Hosts behind one bastion share the connection to it; one address never gets more than a few
 * handshakes at the same time (sshd drops logins from 10 pending ones on: MaxStartups 10:30:100); a handshake that is lost
 * before it began is tried once more.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { SshSpec } from '../session.ts'
import { Bastions } from './bastions.ts'
import { throughHop } from './jump.ts'
import { LostEarly, logInOver } from './login.ts'
import { throughCommand } from './proxy-command.ts'
import { Slots } from './slots.ts'
import { tcp } from './socket.ts'
import type { Login, SshSocket } from './types.ts'

const handshakesAtOnce = 8

export class Logins {
  readonly #slots = new Slots(handshakesAtOnce)
  readonly #bastions = new Bastions(spec => this.open(spec))

  /** Rejects with SwkError: unreachable, auth-failed, host-key-*. */
  async open(spec: SshSpec): Promise<Login> {
    try {
      return await this.#attempt(spec)
    } catch (error) {
      if (!(error instanceof LostEarly)) throw error
    }
    await sleep(200 + Math.random() * 600)
    try {
      return await this.#attempt(spec)
    } catch (error) {
      throw error instanceof LostEarly ? error.error : error
    }
  }

  /** The bastion is logged in to before a slot is taken: no one waits for a slot while holding another. */
  async #attempt(spec: SshSpec): Promise<Login> {
    const { jumps = [] } = spec
    const last = jumps.at(-1)
    const hop = last && (await this.#bastions.share({ ...last, jumps: jumps.slice(0, -1) }))
    const key = JSON.stringify([spec.proxyCommand === undefined ? [spec.host, spec.port] : 'command', hop?.name])
    return this.#slots.run(key, async () => logInOver(await socketTo(spec, hop), spec))
  }
}

async function socketTo(spec: SshSpec, hop: Login | undefined): Promise<SshSocket> {
  if (spec.proxyCommand !== undefined) return throughCommand(spec.proxyCommand)
  return hop === undefined ? tcp(spec) : throughHop(spec, hop)
}
