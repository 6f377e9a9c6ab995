/** The tasks of a play as they are written, and those that its includes can bring. */
import { mayBeLeftOut } from './bind/left-out.ts'
import type { Play, TaskSource } from './types.ts'

export function tasksOf({ sections }: Play): readonly TaskSource[] {
  return Object.values(sections).flat()
}

/** With the tasks that includes in it can bring, as far as their names tell. */
export function withPossible(task: TaskSource): readonly TaskSource[] {
  const brought = (task.include?.possible ?? []).flatMap(({ tasks, handlers }) => [...tasks, ...handlers])
  return [task, ...brought.flatMap(withPossible)]
}

/** Words of what an include may bring whose name tells nothing: some of them are modules. */
export function wordsOfInclude({ include }: TaskSource): readonly string[] {
  const texts = include?.possible.length === 0 ? include.texts() : []
  return texts.flatMap(text => text.match(/[\w.]+/g) ?? [])
}

/** The others are looked at for each host. */
export function foreseenTasks(play: Play): readonly TaskSource[] {
  return tasksOf(play).filter(task => !mayBeLeftOut(task))
}

/** Names of hosts that tasks delegate to, as they are written. */
export function delegates(play: Play): readonly string[] {
  return tasksOf(play).flatMap(({ delegateTo }) => (delegateTo === undefined ? [] : [delegateTo.text]))
}
