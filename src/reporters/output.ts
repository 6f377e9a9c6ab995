/** Output of long steps comes in pieces: this gives whole lines. */
import type { SwkEvent } from '../engine/events.ts'
import { escapedLines } from './escape.ts'

type Piece = Extract<SwkEvent, { type: 'output' }>

export class Output {
  /** What came of a line that has not ended, by host. */
  readonly #open = new Map<string, string>()

  /** The lines that this piece ends, escaped. A line that a progress bar wrote over is what stood there last. */
  add({ host, text }: Piece): string[] {
    const all = (this.#open.get(host) ?? '') + text
    const end = all.lastIndexOf('\n') + 1
    this.#open.set(host, all.slice(end))
    return escapedLines(all.slice(0, end).replace(/[^\n]*\r(?=[^\n])/g, ''))
  }

  /** The line that had not ended when the task did. */
  rest({ host }: { readonly host: string }): string[] {
    const open = this.#open.get(host) ?? ''
    this.#open.delete(host)
    return escapedLines(open)
  }
}
