/** Which of the later runs depend on a run: they are taken back with it. Pure. */
import { kindOf } from '../../resources/index.ts'
import { refKey } from '../../resources/kind.ts'
import type { Entry } from './entry.ts'

type Run = { readonly entries: readonly Entry[] }

/** The first run, and each later one that changed something of it, lies in it, or may rest on a package of it. */
export function withDependents<R extends Run>([first, ...later]: readonly R[]): readonly R[] {
  if (first === undefined) return []
  const chosen = [first]
  for (const run of later) if (chosen.some(earlier => rests(run, earlier))) chosen.push(run)
  return chosen
}

function rests(later: Run, earlier: Run): boolean {
  if (earlier.entries.some(({ change }) => kindOf(change.want.kind).traits?.includes('opaque'))) return true
  const [own, others] = [keysOf(later), keysOf(earlier)]
  return (
    later.entries.some(entry => around(entry).some(key => others.has(key))) ||
    earlier.entries.some(entry => around(entry).some(key => own.has(key)))
  )
}

const keysOf = ({ entries }: Run): ReadonlySet<string> => new Set(entries.map(({ change }) => refKey(change.want)))

/** The resource and all in which it lies. */
function around({ change: { want } }: Entry): readonly string[] {
  const holders = [...(kindOf(want.kind).holders?.(want.id) ?? [])]
  return [want.id, ...holders].map(id => refKey({ kind: want.kind, id }))
}
