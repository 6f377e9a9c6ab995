/** How a host's play is run. */
import type { Emit } from '../events.ts'
import type { Batch } from '../fleet/batch.ts'
import type { Delegates } from '../fleet/delegates.ts'
import type { Journal } from '../journal/journal.ts'
import type { HostClient } from '../observe/host-client.ts'
import type { HostState } from '../plan/host-state.ts'
import type { OtherHosts } from '../task.ts'
import type { Results } from './progress.ts'
import type { Review } from './review.ts'

export type Mode = 'play' | 'check' | 'verify'

export type Foreseen = { channel?: HostClient; world?: HostState }

export type HostOptions = {
  readonly mode: Mode
  readonly emit: Emit
  /** Of `verify`: also what does what users do. */
  readonly active?: boolean
  /** 1: results are reported; 2: also what is run; 3: also what is read. Default 0. */
  readonly verbosity?: number
  readonly signal?: AbortSignal
  /** Who holds the lock, for others to read: "anna@laptop pid 4711 since 12:00". */
  readonly holder: string
  /** Notes on the host what changes; absent: nothing is meant to change. */
  readonly journal?: Journal
  /** Stronger than what the play says about taking a failed run back. */
  readonly rollback?: boolean
  /** What earlier plays registered on the host; this play adds to it. */
  readonly results?: Results
  /** Of a check: what earlier plays have read and foreseen on the host; this play begins there, and adds to it. */
  readonly foreseen?: Foreseen
  /** The user who logged in, where it is not root: tasks without `become` run as it. */
  readonly loginUser?: string
  /** The user who logged in, where nothing becomes root: all tasks run as it. */
  readonly sessionUser?: string
  /** The session already holds the lock (a later play of the same run). */
  readonly locked?: boolean
  /** Hosts that tasks delegate to. */
  readonly delegates?: Delegates
  /** Whether the play runs on a host: what was read of it then gets old. */
  isInPlay?(host: string): boolean
  /** What is known of the other hosts. */
  readonly others?: OtherHosts
  /** Keeps variables for another host. */
  keepFor?(host: string, values: ReadonlyMap<string, unknown>): void
  /** What the hosts of the batch share. */
  readonly batch?: Batch
  /** Asked before each task of a play: whether it is to run. */
  confirmTask?(host: string, task: string): Promise<boolean>
  /** What it is about to do is recorded, or held to a saved plan. */
  readonly review?: Review | undefined
  /** Asks the holder of the lock to hand it over; false if that is not another host of the same run. */
  giveWay?(holder: string): Promise<boolean>
}
