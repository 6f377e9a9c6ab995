/** Blocks that may fail when they run: what their `rescue` sets is not known before. */
import { type Progress, recordPending } from '../host/progress.ts'
import type { Task } from '../task.ts'
import type { Prediction } from './prediction.ts'

export class PossibleRescues {
  readonly #tasks: readonly Task[]
  /** Rescues whose tasks have not been predicted, by their block. */
  readonly #open: Set<Task>
  readonly #mayFail = new Set<string>()

  constructor(tasks: readonly Task[]) {
    this.#tasks = tasks
    this.#open = new Set(tasks.filter(task => rescuedBlock(task) !== undefined))
  }

  /** Before a task is predicted: what rescues above it would set is pending. */
  enter(task: Task, progress: Progress): void {
    this.#open.delete(task)
    const at = this.#tasks.indexOf(task)
    for (const rescue of this.#open) {
      if (at === -1 || this.#tasks.indexOf(rescue) > at) continue
      this.#open.delete(rescue)
      if (this.#mayFail.has(rescuedBlock(rescue) as string)) recordPending(progress, rescue)
    }
  }

  /** What changes something may fail. */
  leave({ task, status }: Prediction): void {
    if (status === 'ok' || status === 'skipped') return
    for (const { block, part, hasRescue } of task.within ?? [])
      if (part === 'block' && hasRescue) this.#mayFail.add(block)
  }
}

function rescuedBlock({ within = [] }: Task): string | undefined {
  return within.find(({ part }) => part === 'rescue')?.block
}
