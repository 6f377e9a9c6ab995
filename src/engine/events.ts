/** All events of the engine. A closed union: fields may be added, never changed (docs/events.md). */
import type { Diagnostic } from '../errors/diagnostic.ts'
import type { RunInfo } from './journal/run-info.ts'

export type Status = 'ok' | 'changed' | 'unknown' | 'skipped' | 'failed' | 'unreachable'

/**
 * What became of a task that failed or was cut off, or of one of its loop items. `may-have-changed`: the connection was lost
 * while its steps ran.
 */
export type OutcomeName = 'ok' | 'changed' | 'failed' | 'failed-after-change' | 'not-run' | 'may-have-changed'

/** `before`/`after`: null where it does not exist. `fields` holds what differs beside content: "mode 0644 -> 0600". */
export type Diff = {
  readonly path: string
  readonly before: string | null
  readonly after: string | null
  readonly truncated: boolean
  /** The change in words ("redis-server.service: enable, start"), where its fields alone would need explaining. */
  readonly title?: string
  readonly fields?: readonly { readonly name: string; readonly before: string; readonly after: string }[]
}

export type HostSummary = {
  readonly ok: number
  readonly changed: number
  readonly unknown: number
  readonly skipped: number
  readonly failed: number
  readonly unreachable: number
  readonly ignored: number
  readonly roundTrips: number
  readonly bytesUp: number
  readonly bytesDown: number
}

export type SwkEvent =
  | { readonly type: 'play:start'; readonly play: string; readonly hosts: readonly string[]; readonly check: boolean }
  | { readonly type: 'batch:start'; readonly play: string; readonly hosts: readonly string[] }
  | { readonly type: 'host:start'; readonly host: string; readonly tasks: number }
  | {
      readonly type: 'task:start'
      readonly host: string
      readonly task: string
      readonly module: string
      readonly section: string
    }
  | { readonly type: 'output'; readonly host: string; readonly task: string; readonly text: string }
  /** With `-vv` what is run, with `-vvv` also what is read and how hosts are reached. */
  | { readonly type: 'detail'; readonly host: string; readonly text: string }
  | {
      readonly type: 'task'
      readonly host: string
      readonly task: string
      readonly module: string
      readonly section: string
      readonly status: Status
      /** Failed, but the play goes on (`ignore_errors`). */
      readonly ignored?: boolean
      /** Failed, and the `rescue` of its block runs. */
      readonly rescued?: boolean
      readonly item?: string
      /** Of a task that failed or was cut off: whether it changed something. Absent: it did not. */
      readonly outcome?: 'changed' | 'may-have-changed'
      /** Of a loop that failed or was cut off. */
      readonly items?: readonly { readonly item: string; readonly outcome: OutcomeName; readonly message?: string }[]
      readonly ms: number
      readonly diff: readonly Diff[]
      /** Why it is unknown, skipped or what it would edit. */
      readonly because?: string
      readonly notes?: readonly string[]
      /** What the user should know: no mistake, and nothing that a task changes. */
      readonly warnings?: readonly string[]
      /** With `-v`: what the task registers, or would. */
      readonly result?: Readonly<Record<string, unknown>>
      /** Why what changes cannot be taken back. */
      readonly cannotUndo?: readonly string[]
      readonly error?: { readonly code: string; readonly message: string; readonly hint?: string }
    }
  | {
      readonly type: 'host:end'
      readonly host: string
      readonly status: 'done' | 'failed' | 'unreachable' | 'interrupted'
      /** Of a run that has changed the host and did not come to its end: its id, how much it changed, what takes that back. */
      readonly run?: string
      readonly changes?: number
      readonly takeBack?: string
      /** The run itself has taken it back. */
      readonly takenBack?: true
      /** Hosts that its delegated tasks have changed, and what takes that back there. */
      readonly delegated?: readonly { readonly host: string; readonly takeBack?: string | undefined }[]
    }
  /** A run that the journal of a host has (`swk history`). `end` is missing where it was broken off. */
  | ({
      readonly type: 'run'
      readonly host: string
      readonly changes: number
      readonly end?: string
    } & Omit<RunInfo, 'automatic' | 'topology'>)
  /** What a play has (`--list-hosts`, `--list-tasks`, `--list-tags`); nothing is run. */
  | {
      readonly type: 'listing'
      readonly play: string
      readonly hosts: readonly string[]
      readonly tasks?: readonly { readonly section: string; readonly task: string }[]
      readonly tags?: readonly string[]
    }
  | ({ readonly type: 'error' } & Pick<Diagnostic, 'code' | 'message' | 'found' | 'expected' | 'hint'> & {
        readonly file?: string
        readonly line?: number
        readonly column?: number
      })
  | { readonly type: 'summary'; readonly hosts: Readonly<Record<string, HostSummary>>; readonly exit: number }

export type Emit = (event: SwkEvent) => void
