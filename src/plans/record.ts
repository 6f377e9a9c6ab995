/** Predictions as a plan holds them, and a check that records them. */
import {
  type Change,
  type Prediction,
  type Review,
  type RunnablePlay,
  renderDiffs,
  type Task,
} from '../engine/index.ts'
import { redact, redactDiff } from '../secret/index.ts'
import { type Hash, plannedChange } from './fingerprint.ts'
import type { PlannedPlay, PlannedTask } from './types.ts'

export type Reviews = (play: RunnablePlay, host: string) => Review

/** Fills `into` with what is foreseen of each host's plays. */
export function recordInto(into: PlannedPlay[], plays: readonly RunnablePlay[], hash: Hash): Reviews {
  return (play, host) => ({
    foreseen(predictions) {
      const tasks = predictions.map(prediction => plannedTask(prediction, hash))
      into.push({ host, index: plays.indexOf(play), play: redact(play.name), tasks })
      return []
    },
    before: () => undefined,
  })
}

export function plannedTask(prediction: Prediction, hash: Hash): PlannedTask {
  const { task, status, because, changes, unreported = [] } = prediction
  const diff = task.noLog ? [] : renderDiffs(changes).map(redactDiff)
  return {
    ...describe(task),
    status,
    ...(because !== undefined && { because: redact(because) }),
    changes: plannedChanges([...changes, ...unreported], hash),
    diff: [...diff],
  }
}

export function describe({ name, module, section }: Task): Pick<PlannedTask, 'task' | 'module' | 'section'> {
  return { task: redact(name), module: module.name, section }
}

/** Waiting and refreshing a cache change nothing that a plan could promise. */
export function plannedChanges(changes: readonly Change[], hash: Hash) {
  return changes.filter(change => !change.quiet).map(change => plannedChange(change, hash))
}
