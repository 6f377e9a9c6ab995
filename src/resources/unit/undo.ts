/** How the changes of a unit are taken back: it stops before its files go, and starts again when they are back. */
import type { ResourceChange, State, Undo, Want } from '../kind.ts'
import { newUnit } from './new.ts'
import { isDue, isUp } from './write.ts'

export function undoUnit({ want, before }: ResourceChange): Undo {
  const { kind, id } = want
  const wanted = want.state ?? {}
  const was = before ?? newUnit
  const changes = (field: string): boolean => wanted[field] !== undefined && wanted[field] !== was[field]
  const first: Record<string, string> = {}
  const last: Record<string, string> = {}
  if (changes('active')) Object.assign(isUp(was) ? last : first, { active: isUp(was) ? 'active' : 'inactive' })
  if (changes('enabled') && ['enabled', 'disabled'].includes(String(was.enabled)))
    Object.assign(was.enabled === 'enabled' ? last : first, { enabled: String(was.enabled) })
  // What is masked cannot start, so that what ran all the same is masked after its start.
  const isMaskedLast = changes('load') && was.load === 'masked' && isUp(was)
  if (changes('load') && !isMaskedLast) Object.assign(was.load === 'masked' ? first : last, { load: String(was.load) })
  const restarts = isUp(was) && wanted.active !== 'inactive' && isDue(was, wanted)
  return {
    unguarded: true,
    ...some('first', wantOf({ kind, id }, first)),
    ...some('last', [
      ...wantOf({ kind, id }, last),
      ...(restarts ? [restart(id)] : []),
      ...wantOf({ kind, id }, isMaskedLast ? { load: 'masked' } : {}),
    ]),
  }
}

/** A process that was restarted or reloaded with what has changed needs the same with what is back. */
export function undoUnitJob({ want }: ResourceChange): Undo {
  const [verb = '', unit = ''] = want.id.split(/ (.*)/s)
  if (verb === 'restarted' && want.how?.starts === true)
    return { first: [{ kind: 'unit', id: unit, state: { active: 'inactive' } }], unguarded: true }
  if (verb === 'restarted') return { last: [{ ...want }], unguarded: true }
  // Only what runs can be reloaded.
  if (verb === 'reloaded') return { last: [{ ...want, how: { late: true } }], unguarded: true }
  return { cannot: `swk does not know what ${unit} changes while it runs` }
}

const restart = (id: string): Want => ({ kind: 'unit-job', id: `restarted ${id}`, state: { done: true } })

function wantOf(ref: { readonly kind: string; readonly id: string }, state: State): readonly Want[] {
  return Object.keys(state).length === 0 ? [] : [{ ...ref, state }]
}

const some = (key: 'first' | 'last', wants: readonly Want[]): Partial<Undo> =>
  wants.length === 0 ? {} : { [key]: wants }
