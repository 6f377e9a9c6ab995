/** Hosts that tasks run on in the place of their own: each with one connection for the whole run, and one task at a time. */
import { HostClient } from '../observe/host-client.ts'
import type { Connection } from './connection.ts'

export type Delegate = { readonly client: HostClient; readonly loginUser?: string }

type Tell = (host: string, text: string) => void

type Member = { readonly opened: Promise<Delegate & Connection>; last: Promise<unknown>; known?: HostClient }

export class Delegates {
  readonly #connect: (host: string) => Promise<Connection>
  readonly #holder: string
  readonly #tell: Tell | undefined
  readonly #members = new Map<string, Member>()

  constructor(connect: (host: string) => Promise<Connection>, holder: string, tell?: Tell) {
    this.#tell = tell
    this.#connect = connect
    this.#holder = holder
  }

  /** What is known of the host; undefined: it has not been contacted. */
  client(host: string): HostClient | undefined {
    return this.#members.get(host)?.known
  }

  /** Does `work` when all that was asked for before is done. */
  run<T>(host: string, work: (delegate: Delegate) => Promise<T>): Promise<T> {
    const member = this.#member(host)
    const result = member.last.then(async () => work(await member.opened))
    member.last = result.catch(() => {})
    return result
  }

  async close(end: (host: string, connection: Promise<Connection>) => Promise<void>): Promise<void> {
    await Promise.all([...this.#members].map(([host, { opened }]) => end(host, opened)))
  }

  #member(host: string): Member {
    const known = this.#members.get(host)
    if (known) return known
    const member: Member = { opened: this.#open(host), last: Promise.resolve() }
    this.#members.set(host, member)
    member.opened.then(
      ({ client }) => {
        member.known = client
      },
      () => {},
    )
    return member
  }

  async #open(host: string): Promise<Delegate & Connection> {
    const connection = await this.#connect(host)
    const tell = this.#tell && ((text: string) => this.#tell?.(host, text))
    return { ...connection, client: new HostClient(connection.session, { ...connection, holder: this.#holder, tell }) }
  }
}
