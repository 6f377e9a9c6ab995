/** The connection was lost, or swk broke, while a task was at work. */
import type { JudgedItem } from '../result/outcomes.ts'

/** `cause`: what ended it; `items`: what became of each item, or may have. */
export class CutOff extends Error {
  override readonly name = 'CutOff'
  readonly items: readonly JudgedItem[]
  constructor(cause: unknown, items: readonly JudgedItem[]) {
    super('cut off', { cause })
    this.items = items
  }
}
