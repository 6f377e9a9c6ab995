/** One login per bastion, however many hosts are reached through it. */
import { SwkError } from '../../errors/diagnostic.ts'
import type { SshSpec } from '../session.ts'
import type { Login } from './types.ts'

type Shared = {
  readonly login: Promise<Login>
  readonly listeners: Set<(reason: string) => void>
  users: number
}

export class Bastions {
  readonly #logIn: (spec: SshSpec) => Promise<Login>
  readonly #shared = new Map<string, Shared>()

  constructor(logIn: (spec: SshSpec) => Promise<Login>) {
    this.#logIn = logIn
  }

  /** A share of the login: its `close` ends the connection when no other share is left. Rejects with SwkError. */
  async share(spec: SshSpec): Promise<Login> {
    const key = JSON.stringify(spec)
    const shared = this.#shared.get(key) ?? this.#start(key, spec)
    shared.users += 1
    const { client, name, close } = await shared.login
    const heard = new Set<(reason: string) => void>()
    let closed = false
    return {
      client,
      name,
      onLost: listener => {
        heard.add(listener)
        shared.listeners.add(listener)
      },
      close: () => {
        if (closed) return
        closed = true
        for (const listener of heard) shared.listeners.delete(listener)
        shared.users -= 1
        if (shared.users > 0) return
        this.#forget(key, shared)
        close()
      },
    }
  }

  #start(key: string, spec: SshSpec): Shared {
    const shared: Shared = { login: this.#logIn(spec), listeners: new Set(), users: 0 }
    this.#shared.set(key, shared)
    shared.login.then(
      login =>
        login.onLost(reason => {
          this.#forget(key, shared)
          for (const listener of [...shared.listeners]) listener(reason)
        }),
      error => {
        if (!isFinal(error)) this.#forget(key, shared)
      },
    )
    return shared
  }

  #forget(key: string, shared: Shared): void {
    if (this.#shared.get(key) === shared) this.#shared.delete(key)
  }
}

/** A refused password or key is not offered again for the next host: that would lock the account. */
function isFinal(error: unknown): boolean {
  return error instanceof SwkError && error.diagnostics[0]?.code !== 'unreachable'
}
