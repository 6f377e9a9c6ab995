/** What is wrong with a task, in terms of its play. Pure. */
import type { Diagnostic } from '../../errors/diagnostic.ts'
import type { Play, TaskSource } from '../types.ts'

/** The engine flushes without asking. */
export function metaFaults({ when, loop, source, path }: TaskSource): Diagnostic[] {
  const key = when.length > 0 ? 'when' : loop === undefined ? undefined : 'loop'
  if (key === undefined) return []
  return [
    {
      code: 'not-supported',
      message: `\`${key}\` with \`meta\` is not supported yet.`,
      place: source.place([...path, key], 'key'),
    },
  ]
}

/** `end_role` ends the role that it stands in. */
export function endRoleFaults({ outer, source, path }: TaskSource): Diagnostic[] {
  if (outer?.role) return []
  return [{ code: 'bad-value', message: '`meta: end_role` is not in a role.', place: source.place([...path, 'meta']) }]
}

/** A fact that is not read, and a result that is not there before its task. */
export function explained(fault: Diagnostic, play: Play): Diagnostic {
  const name = fault.code === 'undefined-variable' ? /^'(\w+)' is undefined/.exec(fault.message)?.[1] : undefined
  if (name === undefined) return fault
  const registers = Object.values(play.sections).some(list => list.some(task => task.register === name))
  if (registers)
    return { ...fault, hint: `A task registers ${name}, but only after this one, or it is left out by its tags.` }
  const hint =
    play.gatherFacts === false
      ? 'The play has `gather_facts: false`.'
      : 'swk has no such fact. Set the value in a variable.'
  return name.startsWith('ansible_') && (play.gatherFacts === false || !fault.hint) ? { ...fault, hint } : fault
}

/** With `no_log` not even a mistake shows what was found. */
export function hidden(fault: Diagnostic, play: Play, source: TaskSource): Diagnostic {
  if (!(source.noLog ?? play.noLog)) return fault
  const { found: _, ...rest } = fault
  return rest
}
