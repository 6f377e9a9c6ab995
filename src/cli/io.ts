import type { TerminalSize } from '../reporters/reporter.ts'

/** What a command may use of the process: commands write through it, so that tests can read what they said. */
export type Io = {
  out(text: string): void
  err(text: string): void
  readonly env: Readonly<Record<string, string | undefined>>
  /** Standard output is a terminal. */
  readonly terminal: boolean
  /** Of the terminal, as it is when it is asked for. */
  readonly size?: TerminalSize
  /** To be done before the process ends, however it ends. */
  atExit?(work: () => void): void
  /** Aborted at the first interrupt: finish the step at work and report. Its `reason` says the signal. */
  readonly interrupt: AbortSignal
  /** Aborted at the second interrupt: end the step at work at once. */
  readonly cancel: AbortSignal
}

export type Command = (argv: readonly string[], io: Io) => Promise<number>
