/** Joins the pieces in which the output of a long step arrives to whole lines. */
import type { SwkEvent } from '../engine/events.ts'
import { escapedLines } from './escape.ts'

type Piece = Extract<SwkEvent, { type: 'output' }>

export class Output {
  /** The unfinished line of each host. */
  readonly #open = new Map<string, string>()

  /** The lines that this piece completes, escaped. Of a line that a progress bar overwrote, the last version. */
  add({ host, text }: Piece): string[] {
    const all = (this.#open.get(host) ?? '') + text
    const end = all.lastIndexOf('\n') + 1
    this.#open.set(host, all.slice(end))
    return escapedLines(all.slice(0, end).replace(/[^\n]*\r(?=[^\n])/g, ''))
  }

  /** The unfinished line at the end of the task. */
  rest({ host }: { readonly host: string }): string[] {
    const open = this.#open.get(host) ?? ''
    this.#open.delete(host)
    return escapedLines(open)
  }
}
