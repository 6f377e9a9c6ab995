/** What names a managed thing: its program, and the arguments by which that reads and writes it. */
import { canonical } from '../canonical.ts'
import type { RefTo } from '../kind.ts'

export type ManagedProgram =
  | 'account'
  | 'apt'
  | 'apt-key'
  | 'archive'
  | 'checkout'
  | 'copy'
  | 'debconf'
  | 'hardlink'
  | 'locale'
  | 'mount'
  | 'openssl'
  | 'pip'
  | 'postgresql'
  | 'recurse'
  | 'selection'
  | 'ssh-key'
  | 'times'
  | 'ufw'

export type ManagedSpec = {
  readonly program: ManagedProgram
  /** For people: `role synapse`. */
  readonly title: string
  readonly args: readonly string[]
  /** Seconds; default ten minutes. */
  readonly timeout?: number
  /** For the program's own use in `write`, never compared. */
  readonly options?: readonly string[]
}

/** What its program reads. */
export type ManagedState = { readonly [field: string]: string | undefined }

/** What has a program of its own: a checkout of git, a mount, a role of PostgreSQL. */
export const managed = (spec: ManagedSpec): RefTo<ManagedState> => ({ kind: 'managed', id: canonical(spec) })

export const specOf = (id: string): ManagedSpec => JSON.parse(id) as ManagedSpec

/** Options say how it is written, not what is read. */
export function isSameThing(one: string, other: string): boolean {
  const [a, b] = [specOf(one), specOf(other)]
  return a.program === b.program && canonical(a.args) === canonical(b.args)
}
