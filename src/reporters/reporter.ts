/** A reporter receives the engine's events and shows them. */
import type { SwkEvent } from '../engine/events.ts'

export interface Reporter {
  event(event: SwkEvent): void
  /** A line for people that no event carries, such as the effect of an interrupt. */
  note(line: string): void
  /** Shows everything that is pending; nothing is written afterwards. */
  end(): Promise<void>
}

export type TerminalSize = { readonly columns: number | undefined; readonly rows: number | undefined }

export type ReporterOptions = {
  /** Writes to standard output. */
  out(text: string): void
  readonly env: Readonly<Record<string, string | undefined>>
  /** Standard output is a terminal. */
  readonly terminal: boolean
  /** Of the terminal, as it is when it is asked for; default 80 by 24. */
  readonly size?: TerminalSize
  /** To be done before the process ends, however it ends. */
  atExit?(work: () => void): void
  /** Whether diffs are shown. */
  readonly showDiff: boolean
  /** The run only verifies: the recap counts passed checks instead of changes. */
  readonly verify?: boolean
}
