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
  const enabled = String(was.enabled === 'masked' ? (was.behindMask ?? 'disabled') : was.enabled)
  if (wanted.enabled !== undefined && wanted.enabled !== enabled && ['enabled', 'disabled'].includes(enabled))
    Object.assign(enabled === 'enabled' ? last : first, { enabled })
  // What is masked can neither start nor be enabled, so that it is masked again after all that.
  const isMasked = was.load === 'masked'
  // The mask may lie where a file of the unit comes back.
  if (changes('load') && !isMasked) first.load = String(was.load)
  // It ran when it was masked.
  if (isMasked && last.active !== undefined) last.load = 'loaded'
  const restarts = isUp(was) && wanted.active !== 'inactive' && isDue(was, wanted)
  return {
    unguarded: true,
    ...some('first', wantOf({ kind, id }, first)),
    ...some('last', [
      ...wantOf({ kind, id }, last),
      ...(restarts ? [restart(id)] : []),
      ...wantOf({ kind, id }, isMasked && (changes('load') || last.load !== undefined) ? { load: 'masked' } : {}),
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
