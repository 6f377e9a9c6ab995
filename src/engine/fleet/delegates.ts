/** Hosts that tasks run on in the place of their own: each with one connection for the whole run, and one task at a time. */
import type { Journal } from '../journal/journal.ts'
import { HostClient } from '../observe/host-client.ts'
import type { Connection } from './connection.ts'

/** `journal`: of what is changed on it; absent in a check. */
export type Delegate = { readonly client: HostClient; readonly loginUser?: string; readonly journal?: Journal }

type Options = {
  readonly holder: string
  connect(host: string): Promise<Connection>
  /** A new journal for a host; undefined: nothing is meant to change. */
  startJournal(): Journal | undefined
  /** Reports what is read of a host. */
  readonly tell: ((host: string, text: string) => void) | undefined
}

type Member = { readonly opened: Promise<Delegate & Connection>; last: Promise<unknown>; known?: HostClient }

export class Delegates {
  readonly #options: Options
  readonly #members = new Map<string, Member>()

  constructor(options: Options) {
    this.#options = options
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

  async close(end: (host: string, opened: Promise<Delegate & Connection>) => Promise<void>): Promise<void> {
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
    const { holder, tell: tellOf } = this.#options
    const connection = await this.#options.connect(host)
    const journal = this.#options.startJournal()
    const tell = tellOf && ((text: string) => tellOf(host, text))
    const client = new HostClient(connection.session, { ...connection, holder, tell })
    return { ...connection, client, ...(journal && { journal }) }
  }
}
