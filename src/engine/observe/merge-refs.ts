/** Refs of many tasks as one list. */
import { type Ref, refKey } from '../../resources/kind.ts'

/** One ref for each resource: content wins over meta, and a hint holds only where all agree on it. */
export function mergeRefs(refs: Iterable<Ref>): readonly Ref[] {
  const merged = new Map<string, Ref>()
  for (const ref of refs) {
    const key = refKey(ref)
    const other = merged.get(key)
    merged.set(key, other === undefined ? ref : both(other, ref))
  }
  return [...merged.values()]
}

function both(a: Ref, b: Ref): Ref {
  if (a.need !== 'content') return b
  if (b.need !== 'content') return a
  if (a.hint === b.hint) return a
  return { kind: a.kind, id: a.id, need: 'content' }
}
