/** What a play would do now, against what its plan says. Pure. */
import type { PlannedChange, PlannedPlay, PlannedTask } from './types.ts'

/** An item that is not as planned: its task, and why. */
export type Difference = Pick<PlannedTask, 'task' | 'module' | 'section'> & { readonly message: string }

/**
 * `isAfter`: earlier plays have changed the host since the check looked at it. Then only what is to come of each item counts, and
 * what there is no need for any more is left out.
 */
export function differences(
  planned: PlannedPlay,
  now: readonly PlannedTask[],
  isAfter: boolean,
): readonly Difference[] {
  const left = new Map<string, PlannedTask[]>()
  for (const task of planned.tasks) left.set(nameOf(task), [...(left.get(nameOf(task)) ?? []), task])
  const found = now.flatMap(task => {
    const expected = left.get(nameOf(task))?.shift()
    const { task: name, module, section } = task
    return messages(expected, task, isAfter).map(message => ({ task: name, module, section, message }))
  })
  const missing = isAfter ? [] : [...left.values()].flat().filter(task => task.changes.length > 0)
  return [...found, ...missing.map(task => ({ ...task, message: 'is planned, and would not run now' }))]
}

const nameOf = ({ section, module, task }: PlannedTask) => JSON.stringify([section, module, task])

function messages(planned: PlannedTask | undefined, now: PlannedTask, isAfter: boolean): readonly string[] {
  // What only its turn can show is compared then.
  if (now.status === 'unknown') return []
  if (planned?.status === 'unknown' && isAfter) return []
  if (planned === undefined) return now.changes.map(({ resource }) => `${resource} is not in the plan`)
  const before = new Map(planned.changes.map(change => [change.id, change]))
  const after = new Set(now.changes.map(change => change.id))
  const done = isAfter ? [] : planned.changes.filter(change => !after.has(change.id))
  return [
    ...now.changes.flatMap(change => why(before.get(change.id), change, isAfter)),
    ...done.map(({ resource }) => `${resource} is already as planned`),
  ]
}

function why(planned: PlannedChange | undefined, now: PlannedChange, isAfter: boolean): readonly string[] {
  if (planned === undefined) return [`${now.resource} was as declared when the plan was made, and is not any more`]
  if (planned.after !== now.after) return [`${now.resource} would become something else than planned`]
  return planned.before === now.before || isAfter ? [] : [`${now.resource} has changed since the plan was made`]
}

/** What a task is about to change, and its plan does not say. A task that was unknown may do what it turns out to do. */
export function unplanned(planned: PlannedPlay, task: Omit<PlannedTask, 'status' | 'diff'>): readonly string[] {
  const own = planned.tasks.filter(one => nameOf(one) === nameOf(task as PlannedTask))
  if (own.some(one => one.status === 'unknown')) return []
  const allowed = new Set(own.flatMap(one => one.changes).map(({ id, after }) => id + after))
  return task.changes.filter(({ id, after }) => !allowed.has(id + after)).map(({ resource }) => resource)
}
