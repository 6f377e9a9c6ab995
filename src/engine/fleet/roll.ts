/** What a run is asked for, and what all plays of it share. */
import type { Addition } from '../additions.ts'
import type { Emit, HostSummary } from '../events.ts'
import type { Foreseen, Mode } from '../host/options.ts'
import type { Results } from '../host/progress.ts'
import type { Review } from '../host/review.ts'
import type { Journal } from '../journal/journal.ts'
import type { RunInfo } from '../journal/run-info.ts'
import type { Batch } from './batch.ts'
import type { Connection } from './connection.ts'
import type { Delegates } from './delegates.ts'
import type { RunnablePlay } from './runnable-play.ts'
import type { Turns } from './turns.ts'

export type RunOptions = {
  readonly mode: Mode
  /** Of `verify`: also what does what users do. */
  readonly active?: boolean
  /** 1: results are reported; 2: also what is run; 3: also what is read. Default 0. */
  readonly verbosity?: number
  /** Hosts at the same time. */
  readonly forks: number
  readonly emit: Emit
  readonly holder: string
  readonly signal?: AbortSignal
  /** Exit 3 where something was, or would be, changed. */
  readonly detailedExitcode?: boolean
  /** Seconds after which a host takes a run back that is not confirmed, whatever the plays say. */
  readonly confirm?: number
  /** Whether a failed run is taken back, whatever the plays say. */
  readonly rollback?: boolean
  /** The command that takes a run back on a host, for people. */
  rollbackCommand?(host: string, run: string): string
  /** What the journals of hosts say about the run. */
  readonly about?: Pick<RunInfo, 'playbook' | 'revision'>
  /** Nothing is noted on the hosts. */
  readonly withoutJournal?: true
  connect(host: string, become: boolean): Promise<Connection>
  /** Asked before each task of a play: whether it is to run. */
  confirmTask?(host: string, task: string): Promise<boolean>
  /** Of a play on a host. */
  review?(play: RunnablePlay, host: string): Review | undefined
}

export type RunResult = { readonly exit: number; readonly hosts: Readonly<Record<string, HostSummary>> }

export type Roll = Omit<RunOptions, 'connect'> & {
  readonly delegates: Delegates
  readonly turns: Turns
  connect(host: string): Promise<Connection>
  readonly fleet: Map<string, Promise<Connection>>
  /** Hosts that failed or could not be reached: no later play has them. */
  readonly out: Set<string>
  /** Registered results by host: they outlive a play. */
  readonly results: Map<string, Results>
  /** Of a check, by host: what a later play begins with. */
  readonly foreseen: Map<string, Foreseen>
  /** What is noted on each host of this run. */
  readonly journals: Map<string, Journal>
  readonly info: RunInfo
  readonly plays: readonly RunnablePlay[]
}

/** What a host has registered so far; it is kept for later plays. */
export function resultsOf(host: string, { results }: Pick<Roll, 'results'>): Results {
  const own = results.get(host) ?? { registered: new Map(), pending: new Map(), additions: [] }
  results.set(host, own)
  return own
}

/** What tasks have added to the inventory, on all hosts but one. */
export function additionsOf(results: Roll['results'], batch?: Batch, except?: string): readonly Addition[] {
  return [...results].flatMap(([host, own]) => (host === except ? [] : (batch?.results(host) ?? own).additions))
}
