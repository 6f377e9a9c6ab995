/** `--start-at-task`: what stands before the task is left out. Pure. */
import { SwkError } from '../errors/diagnostic.ts'
import { hintFor } from '../errors/suggest.ts'
import type { Play, TaskSource } from './types.ts'

const order = ['pre_tasks', 'tasks', 'post_tasks'] as const

/** The plays from the first task with the name on; the topology comes after `pre_tasks`. Throws SwkError where none has it. */
export function startAt(plays: readonly Play[], name: string): readonly Play[] {
  for (const [i, play] of plays.entries())
    for (const [at, section] of order.entries()) {
      const tasks = play.sections[section]
      const first = tasks.findIndex(task => isNamed(task, name))
      if (first === -1) continue
      const before = order.slice(0, at).map(one => [one, []])
      const sections = { ...play.sections, ...Object.fromEntries(before), [section]: tasks.slice(first) }
      const { topology: _, ...rest } = play
      return [{ ...(at === 0 ? play : rest), sections }, ...plays.slice(i + 1)]
    }
  const names = plays.flatMap(({ sections }) => order.flatMap(section => sections[section].map(namesOf))).flat()
  throw new SwkError({
    code: 'usage',
    message: `--start-at-task: no task is called "${name}"`,
    ...hintFor(name, names),
  })
}

function isNamed(task: TaskSource, name: string): boolean {
  const glob = name
    .replace(/[\\^$.+()[\]{}|]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return namesOf(task).some(one => one === name || new RegExp(`^${glob}$`).test(one))
}

function namesOf({ name, outer }: TaskSource): readonly string[] {
  if (name === undefined) return []
  return outer?.role ? [name, `${outer.role.name} : ${name}`] : [name]
}
