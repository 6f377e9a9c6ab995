/** Reads who writes what a task creates. */
import type { Ref, State, Writer } from './kind.ts'
import { user } from './user.ts'

export const writerRef = (name: string): Ref => user(name)

export function writerFrom(name: string, state: State | null): Writer {
  return { owner: name, ...(typeof state?.group === 'string' ? { group: state.group } : {}) }
}
