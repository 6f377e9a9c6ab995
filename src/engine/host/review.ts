/** A look at what a play is about to do: a check records it, and a play with a saved plan is held to it. */
import type { Change } from '../plan/change.ts'
import type { Prediction } from '../plan/prediction.ts'
import type { Task } from '../task.ts'

/** An item that must not be done as it would be now. */
export type Objection = {
  readonly task: string
  readonly module: string
  readonly section: string
  readonly message: string
}

/** Of one host's play. */
export interface Review {
  /** All that is foreseen, before anything is changed. With objections nothing is. */
  foreseen(predictions: readonly Prediction[]): readonly Objection[]
  /** The changes of one task, before they are made. Why it must not make them; undefined: it may. */
  before(task: Task, changes: readonly Change[]): string | undefined
}
