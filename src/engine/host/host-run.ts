/** One play on one host while it runs: what every step of it needs. */
import type { HostClient } from '../observe/host-client.ts'
import type { Plan } from '../plan/plan.ts'
import type { SentItem } from '../result/outcomes.ts'
import type { HostPlay, Task } from '../task.ts'
import type { HostOptions } from './options.ts'
import type { Progress } from './progress.ts'

export type HostRun = {
  readonly play: HostPlay
  readonly progress: Progress
  readonly channel: HostClient
  readonly options: HostOptions
  /** Tasks whose changes were sent together with those of an earlier one, in their order. */
  readonly ahead: Map<Task, Ready>
}

/** A task with the plan that was made for it; `items` once its changes were sent. */
export type Ready = { readonly plan: Plan; readonly items?: readonly SentItem[] }

/** What is at hand before anything has run. `notified`: handlers that an earlier run left to be run. */
export type Start = Omit<HostRun, 'progress' | 'ahead'> & { readonly notified: readonly string[] }

export type HostStatus = 'done' | 'failed' | 'interrupted'

/** `any_errors_fatal`: what failed ends the play for the other hosts too. */
export function endPlay(task: Task | undefined, { batch }: HostOptions): void {
  if (task?.endsPlay && batch) batch.hasEnded = true
}
