/** Who writes what a task creates, where that is not root: its owner, and its group as far as the user is known. */
import type { Ref, State } from './kind.ts'
import { user } from './user.ts'

export type Writer = { readonly owner: string; readonly group?: string }

export const writerRef = (name: string): Ref => user(name)

export function writerFrom(name: string, state: State | null): Writer {
  return { owner: name, ...(typeof state?.group === 'string' ? { group: state.group } : {}) }
}
