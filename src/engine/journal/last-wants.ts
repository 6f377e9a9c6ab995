/** What starts again after all else is taken back: of several changes of one resource the earliest knows how it was. Pure. */
import { kindOf } from '../../resources/index.ts'
import { refKey, type State, type Want } from '../../resources/kind.ts'
import { unit } from '../../resources/unit/state.ts'
import type { Entry } from './entry.ts'

/** Units by the name of the entry that brought them. */
type Units = ReadonlyMap<string, readonly string[]>

/** The same restart is due once, and none is due of a unit that did not run before. */
export function lastWants(entries: readonly Entry[], brought?: Units): ReadonlyMap<Entry, readonly Want[]> {
  const gone = new Set(entries.flatMap(({ name, undo }) => ('cannot' in undo ? [] : (brought?.get(name) ?? []))))
  const due = new Map<Entry, readonly Want[]>()
  const decided = new Map<string, Set<string>>()
  const stopped = new Set<string>()
  const started = new Set<string>()
  const isGone = (name: string): boolean => gone.has(name) || gone.has(name.replace(/@[^.]*\./, '@.'))
  const decide = (ref: Pick<Want, 'kind' | 'id'>): Set<string> => {
    const fields = decided.get(refKey(ref)) ?? new Set()
    decided.set(refKey(ref), fields)
    return fields
  }
  for (const entry of entries) {
    const wants = stageOf(entry, 'last')
      .filter(want => !unitsOf(want).some(isGone))
      .flatMap(want => undecided(want, decide(want)))
    const own = wants.filter(want => !startsOf(want).some(unit => stopped.has(unit)))
    if (own.length > 0) due.set(entry, own)
    for (const name of own.flatMap(startsOf)) {
      started.add(name)
      // A restart starts it, too.
      if (!own.every(isLate)) decide(unit(name)).add('active')
    }
    for (const want of stageOf(entry, 'first'))
      for (const unit of stopsOf(want)) if (!started.has(unit)) stopped.add(unit)
    for (const want of [...stageOf(entry, 'first'), ...wants])
      for (const field of Object.keys(want.state ?? {})) decide(want).add(field)
  }
  const all = [...due]
  return new Map([
    ...all.filter(([, wants]) => !wants.every(isLate)),
    ...all.filter(([, wants]) => wants.every(isLate)),
  ])
}

const isLate = ({ how }: Want): boolean => how?.late === true

export function stageOf({ undo }: Entry, part: 'first' | 'last'): readonly Want[] {
  return 'cannot' in undo ? [] : (undo[part] ?? [])
}

/** Without the fields that an earlier change has decided. */
function undecided(want: Want, decided: ReadonlySet<string>): readonly Want[] {
  if (want.state === null) return [want]
  const fields = Object.entries(want.state).filter(([field]) => !decided.has(field))
  return fields.length === 0 ? [] : [{ ...want, state: Object.fromEntries(fields) }]
}

const changeTo = (want: Want) => ({
  want,
  before: null,
  after: want.state as State,
  fields: Object.keys(want.state ?? {}),
})
const startsOf = (want: Want): readonly string[] => kindOf(want.kind).startsUnits?.(changeTo(want)) ?? []
const unitsOf = (want: Want): readonly string[] => [
  ...startsOf(want),
  ...(want.kind === unit('').kind ? [want.id] : []),
]
const stopsOf = (want: Want): readonly string[] => kindOf(want.kind).stopsUnits?.(changeTo(want)) ?? []
