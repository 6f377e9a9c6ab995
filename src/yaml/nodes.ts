/** Looking things up in YAML nodes through aliases and merge keys. */
import { type Alias, isAlias, isMap, isScalar, isSeq, type Node, type Pair, type Scalar, type YAMLMap } from 'yaml'

/** Anchored nodes by the alias that stands for them. Made once a document: an anchor may be set again further down. */
export type Anchors = ReadonlyMap<Alias, Node>

/** What an alias stands for; any other node is itself. */
export function deref(node: unknown, anchors: Anchors): Node | null {
  if (isAlias(node)) return anchors.get(node) ?? null
  return (node ?? null) as Node | null
}

/** `<<` written plain is a merge key; quoted it is an ordinary one. */
export function isMergeKey(key: unknown): boolean {
  return isScalar(key) && key.type === 'PLAIN' && key.value === '<<'
}

/** The mappings that `<<: *a` or `<<: [*a, *b]` names, the first one winning; null where the value is something else. */
export function mergedMaps(value: unknown, anchors: Anchors): YAMLMap[] | null {
  const node = deref(value, anchors)
  const items = isSeq(node) ? node.items.map(item => deref(item, anchors)) : [node]
  return items.every(item => isMap(item)) ? (items as YAMLMap[]) : null
}

/** The pair that gives `key` in a mapping: its own, else a merged one. `seen` stops an anchor that merges itself. */
export function findPair(map: YAMLMap, key: string, anchors: Anchors, seen = new Set<YAMLMap>()): Pair | undefined {
  if (seen.has(map)) return undefined
  seen.add(map)
  const own = map.items.find(pair => !isMergeKey(pair.key) && keyText(pair.key) === key)
  if (own) return own
  for (const pair of map.items) {
    if (!isMergeKey(pair.key)) continue
    for (const merged of mergedMaps(pair.value, anchors) ?? []) {
      const found = findPair(merged, key, anchors, seen)
      if (found) return found
    }
  }
  return undefined
}

/** A key as it is written: keys are text (`on`, `0660` and `22` too). */
export function keyText(key: unknown): string | undefined {
  return isScalar(key) ? String((key as Scalar).value ?? '') : undefined
}
