/** What a playbook says of one role: read, and not yet compared with what it says of the others. */
import type { Reader } from '../../yaml/reader.ts'
import type { WorkerOptions } from '../model/deployment.ts'
import type { Role, Stream } from '../model/role.ts'

export type Declared = {
  readonly role: Role
  /** Where the role stands; the preset, where it is that which names it. */
  readonly at: Reader
  readonly isOfPreset: boolean
  readonly workers: readonly Named[]
  readonly options: WorkerOptions
  /** `streams` with their places. */
  readonly streams: readonly { readonly stream: Stream; readonly at: Reader }[]
  readonly rooms: readonly { readonly room: string; readonly worker: number; readonly at: Reader }[]
  /** Where `outbound_federation_restricted_to: true` stands. */
  readonly restriction?: Reader
}

/** A worker's name, and where it comes from: its text, or the role that is counted. */
export type Named = { readonly name: string; readonly at: Reader; readonly isGiven: boolean }

/** Names in playbooks: `_` and `-` are the same. */
export const folded = (name: string): string => name.replaceAll('_', '-')
