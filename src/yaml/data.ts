/** YAML nodes -> plain data: aliases shared, merge keys applied, what can't be data reported at its place. */
import { isAlias, isMap, isPair, isScalar, isSeq, type Node, type Scalar, type YAMLMap, type YAMLSeq } from 'yaml'
import type { Diagnostic } from '../errors/diagnostic.ts'
import { Unsafe } from '../python/unsafe.ts'
import { type Anchors, deref, isMergeKey, keyText, mergedMaps } from './nodes.ts'
import { vaultTags } from './schema.ts'

/** Reports a diagnostic at a node. */
export type Report = (node: unknown, diagnostic: Omit<Diagnostic, 'place'>) => void

/** The value of a scalar that ansible-vault has encrypted. */
export type Decrypted = (node: Scalar) => unknown

/** Values a document may come to when its aliases are written out: far above any playbook, far below what a bomb makes. */
const LARGEST = 1_000_000

/** `size`: values it comes to, with its aliases written out. */
type Sized = { readonly value: unknown; readonly size: number }

export function toData(root: Node | null, anchors: Anchors, report: Report, decrypted: Decrypted): unknown {
  const done = new Map<Node, Sized>()
  const open = new Set<Node>()
  let tooLarge = false

  function convert(given: unknown): Sized {
    const node = deref(given, anchors)
    if (node === null && isAlias(given))
      report(given, { code: 'yaml-syntax', message: `The alias has no anchor \`&${given.source}\` above it.` })
    if (node === null) return { value: null, size: 1 }
    if (open.has(node)) {
      report(given, { code: 'yaml-syntax', message: 'An anchor contains itself.' })
      return { value: null, size: 1 }
    }
    const known = done.get(node)
    if (known) return isAlias(given) ? limited(given, known) : known
    open.add(node)
    const result = isMap(node) ? fromMap(node) : isSeq(node) ? fromSeq(node) : fromScalar(node, decrypted)
    open.delete(node)
    done.set(node, result)
    return result
  }

  function limited(alias: unknown, known: Sized): Sized {
    if (known.size <= LARGEST) return known
    // Said once: above it everything is too large as well.
    if (!tooLarge) report(alias, { code: 'yaml-syntax', message: 'Nested aliases make this document too large.' })
    tooLarge = true
    return { value: null, size: 1 }
  }

  function fromSeq(seq: YAMLSeq) {
    const items = seq.items.map(item => convert(isPair(item) ? null : item))
    return { value: items.map(item => item.value), size: items.reduce((sum, item) => sum + item.size, 1) }
  }

  function fromMap(map: YAMLMap) {
    const own = new Map<string, Sized>()
    const merged = new Map<string, Sized>()
    // Keys that are whole numbers: an object has none, so that the mapping becomes a Map.
    const typed = new Map<string, number>()
    for (const pair of map.items) {
      if (isMergeKey(pair.key)) merge(pair.key, pair.value, merged, typed)
      else {
        const key = checkedKey(pair.key, own)
        if (key === undefined) continue
        own.set(key, convert(pair.value))
        if (isInteger(pair.key)) typed.set(key, Number(key))
      }
    }
    // As PyYAML does: merged keys come first, the mapping's own win.
    const all = new Map([...merged, ...own])
    const entries = [...all].map(([key, item]) => [key, item.value] as const)
    // An object would put such keys first.
    const fits = entries.every(([key]) => !/^(?:0|[1-9][0-9]*)$/.test(key))
    return {
      value: fits
        ? Object.fromEntries(entries)
        : new Map(entries.map(([key, value]) => [typed.get(key) ?? key, value])),
      size: [...all.values()].reduce((sum, item) => sum + item.size, 1),
    }
  }

  function merge(key: unknown, value: unknown, merged: Map<string, Sized>, typed: Map<string, number>) {
    const maps = mergedMaps(value, anchors)
    if (maps === null) {
      report(value ?? key, {
        code: 'wrong-type',
        message: 'The value of a merge key `<<` must be a mapping or a list of mappings.',
      })
      return
    }
    for (const map of maps) {
      const { value: data, size } = convert(map)
      const pairs = [...(data instanceof Map ? data : Object.entries((data ?? {}) as object))]
      for (const [key, item] of pairs) {
        const name = String(key)
        if (merged.has(name)) continue
        merged.set(name, { value: item, size: size / pairs.length })
        if (typeof key === 'number') typed.set(name, key)
      }
    }
  }

  function checkedKey(key: unknown, own: ReadonlyMap<string, unknown>): string | undefined {
    const text = keyText(key)
    if (text === undefined) {
      report(key, {
        code: 'yaml-syntax',
        message: 'A key must be plain text.',
        hint: 'A value that starts with {{ must be quoted: "{{ name }}".',
      })
    } else if (own.has(text)) {
      report(key, { code: 'yaml-syntax', message: `Duplicate key \`${text}\`.` })
    } else if (text === '__proto__') {
      report(key, { code: 'bad-value', message: 'A key cannot be named `__proto__`.' })
    } else return text
    return undefined
  }

  return convert(root).value
}

function fromScalar(node: Node, decrypted: Decrypted): Sized {
  return { value: isScalar(node) ? scalar(node, decrypted) : null, size: 1 }
}

/** `!unsafe`: a text that is never rendered. */
function scalar(node: Scalar, decrypted: Decrypted): unknown {
  const { tag = '', value } = node
  if (tag === '!unsafe') return new Unsafe(String(value ?? ''))
  return vaultTags.includes(tag) ? decrypted(node) : value
}

/** A key that is written as a whole number, without quotes. */
function isInteger(key: unknown): boolean {
  return isScalar(key) && key.type === 'PLAIN' && /^(?:0|[1-9][0-9]*)$/.test(String(key.value))
}
