/** The connection was lost, or swk broke, while tasks were at work. */
import type { JudgedItem } from '../result/outcomes.ts'
import type { Task } from '../task.ts'

export type CutOffTask = { readonly task: Task; readonly items: readonly JudgedItem[] }

/** `cause`: what ended it; `tasks`: those that were sent together, and what became of each item, or may have. */
export class CutOff extends Error {
  override readonly name = 'CutOff'
  readonly tasks: readonly CutOffTask[]
  constructor(cause: unknown, tasks: readonly CutOffTask[]) {
    super('cut off', { cause })
    this.tasks = tasks
  }
}
