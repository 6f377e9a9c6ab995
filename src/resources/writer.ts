/** Reads who writes what a task creates. */
import type { Ref, State, Writer } from './kind.ts'
import { user } from './user.ts'

/** For a refusal of what root could do. */
export const becomeHint = 'With `become: true` the task runs as root.'

export const writerRef = (name: string): Ref => user(name)

export function writerFrom(name: string, state: State | null): Writer {
  if (typeof state?.group !== 'string') return { owner: name }
  const others = Array.isArray(state.groups) ? state.groups.map(String) : []
  return { owner: name, group: state.group, groups: [state.group, ...others] }
}
