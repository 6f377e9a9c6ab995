/** Joins the pieces in which the output of a long step arrives to whole lines; a line that comes again is shown once while it repeats. */
import type { SwkEvent } from '../engine/events.ts'
import { escapedLines } from './escape.ts'

type Piece = Extract<SwkEvent, { type: 'output' }>

/** The unfinished line of a host, and the last one that was shown. */
type State = { readonly open: string; readonly last: string }

export class Output {
  readonly #states = new Map<string, State>()

  /** The lines that this piece completes, escaped. Of a line that a progress bar overwrote, the last version. */
  add({ host, text }: Piece): string[] {
    const { open, last } = this.#stateOf(host)
    const all = open + text
    const end = all.lastIndexOf('\n') + 1
    const lines = escapedLines(all.slice(0, end).replace(/[^\n]*\r(?=[^\n])/g, ''))
    this.#states.set(host, { open: all.slice(end), last: lines.at(-1) ?? last })
    return withoutRepeats(lines, last)
  }

  /** The unfinished line at the end of the task. */
  rest({ host }: { readonly host: string }): string[] {
    const { open, last } = this.#stateOf(host)
    this.#states.delete(host)
    return withoutRepeats(escapedLines(open), last)
  }

  #stateOf(host: string): State {
    return this.#states.get(host) ?? { open: '', last: '' }
  }
}

/** apt prints the same line each second while it waits for a lock. */
const withoutRepeats = (lines: readonly string[], last: string): string[] =>
  lines.filter((line, at) => line === '' || line !== (lines[at - 1] ?? last))
