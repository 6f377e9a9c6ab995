/** Filters over lists. */
import { randomInt } from 'node:crypto'
import { item as itemOf } from '../evaluate/attribute.ts'
import { plugins } from '../evaluate/context.ts'
import { PythonError } from '../failure.ts'
import { arithmetic } from '../values/arithmetic.ts'
import { compare, equals, hashKey, sorted } from '../values/compare.ts'
import { get, has, isDict, values } from '../values/dict.ts'
import { isIterable, iterate, length } from '../values/iterate.ts'
import { points } from '../values/points.ts'
import { rolled, tuple } from '../values/special.ts'
import { repr, str } from '../values/text.ts'
import { truth } from '../values/truth.ts'
import { defined, Undefined } from '../values/undefined.ts'
import { getter, ignoreCase, multiGetter } from './attributes.ts'
import { combinations, permutations, product } from './combinatorics.ts'
import { seededRandom } from './mersenne.ts'

export const listFilters = plugins({
  batch: ['value, linecount, fill_with=None', batch],
  slice: ['value, slices, fill_with=None', slices],
  first: ['seq', (value: unknown) => end(iterate(value), 0, 'No first item, sequence was empty.')],
  last: ['seq', (value: unknown) => end(iterate(value), -1, 'No last item, sequence was empty.')],
  length: ['obj', length],
  count: ['obj', length],
  list: ['value', (value: unknown) => [...iterate(value)]],
  min: [
    'value, case_sensitive=False, attribute=None',
    (value: unknown, sensitive: unknown, attribute: unknown) => extreme(value, sensitive, attribute, -1),
  ],
  max: [
    'value, case_sensitive=False, attribute=None',
    (value: unknown, sensitive: unknown, attribute: unknown) => extreme(value, sensitive, attribute, 1),
  ],
  sum: ['iterable, attribute=None, start=0', sum],
  sort: ['value, reverse=False, case_sensitive=False, attribute=None', sort],
  unique: ['a, case_sensitive=None, attribute=None', unique],
  reverse: [
    'value',
    (value: unknown) =>
      typeof defined(value) === 'string'
        ? points(value as string)
            .reverse()
            .join('')
        : [...iterate(value)].reverse(),
  ],
  join: ['value, d="", attribute=None', join],
  groupby: ['value, attribute, default=None, case_sensitive=False', groupBy],
  flatten: ['mylist, levels=None, skip_nulls=True', flatten],
  union: ['a, b', (a: unknown, b: unknown) => distinct([...iterate(a), ...iterate(b)])],
  intersect: ['a, b', (a: unknown, b: unknown) => distinct(filtered(a, b, true))],
  difference: ['a, b', (a: unknown, b: unknown) => distinct(filtered(a, b, false))],
  symmetric_difference: [
    'a, b',
    (a: unknown, b: unknown) => distinct([...filtered(a, b, false), ...filtered(b, a, false)]),
  ],
  zip: ['*args', (lists: readonly unknown[]) => zip(lists.map(iterate))],
  zip_longest: [
    '*args, fillvalue=None',
    (fill: unknown, lists: readonly unknown[]) => zipLongest(lists.map(iterate), fill),
  ],
  product: ['*args, repeat=1', (repeat: number, lists: readonly unknown[]) => product(lists.map(iterate), repeat)],
  permutations: ['iterable, r=None', (value: unknown, count: number | null) => permutations(iterate(value), count)],
  combinations: ['iterable, r', (value: unknown, count: number) => combinations(iterate(value), count)],
  shuffle: ['mylist, seed=None', shuffle],
  subelements: ['obj, subelements, skip_missing=False', subelements],
  extract: ['item, container, morekeys=None', extract],
})

function batch(value: unknown, count: number, fill: unknown): unknown[] {
  const items = iterate(value)
  // As Python counts: a batch is full when it has exactly that many items.
  const parts: unknown[][] = []
  for (const item of items) {
    const open = parts.at(-1)
    if (open && open.length !== count) open.push(item)
    else parts.push(...(open || count !== 0 ? [] : [[]]), [item])
  }
  const last = parts.at(-1)
  if (fill !== null && last && last.length < count)
    parts[parts.length - 1] = [...last, ...Array.from({ length: count - last.length }, () => fill)]
  return parts
}

function slices(value: unknown, count: number, fill: unknown): unknown[] {
  const items = iterate(value)
  if (!(count > 0)) throw new PythonError('integer division or modulo by zero')
  const [size, extra] = [Math.floor(items.length / count), items.length % count]
  let offset = 0
  return Array.from({ length: count }, (_, i) => {
    const part = items.slice(offset, offset + size + (i < extra ? 1 : 0))
    offset += part.length
    return fill !== null && i >= extra ? [...part, fill] : part
  })
}

function end(items: readonly unknown[], at: number, message: string): unknown {
  return items.length === 0 ? new Undefined(message) : items.at(at)
}

function extreme(value: unknown, sensitive: unknown, attribute: unknown, sign: number): unknown {
  const items = iterate(value)
  if (items.length === 0) return new Undefined('No aggregated item, sequence was empty.')
  const get = getter(attribute)
  const key = (item: unknown) => (truth(sensitive) ? get(item) : ignoreCase(get(item)))
  return items.reduce((best, item) => (compare(key(item), key(best), sign < 0 ? '<' : '>') * sign > 0 ? item : best))
}

function sum(value: unknown, attribute: unknown, start: unknown): unknown {
  if (typeof start === 'string') throw new PythonError("sum() can't sum strings [use ''.join(seq) instead]")
  const get = getter(attribute)
  return iterate(value).reduce((total, item) => arithmetic('+', total, get(item)), start)
}

function sort(value: unknown, reverse: unknown, sensitive: unknown, attribute: unknown): unknown[] {
  const get = multiGetter(attribute)
  return sorted(
    iterate(value),
    item => get(item).map(key => (truth(sensitive) ? key : ignoreCase(key))),
    truth(reverse),
  )
}

function unique(value: unknown, sensitive: unknown, attribute: unknown): unknown[] {
  const get = getter(attribute)
  const key = (item: unknown) => (truth(sensitive ?? false) ? get(item) : ignoreCase(get(item)))
  const items = iterate(value)
  try {
    const seen = new Set<string>()
    return items.filter(item => {
      const hash = hashKey(key(item))
      return !seen.has(hash) && seen.add(hash)
    })
  } catch (error) {
    // Lists and mappings have no hash: Ansible falls back to comparing them, without these keywords.
    if (!(error instanceof PythonError) || sensitive === false || attribute) throw error
    return compared(items)
  }
}

function compared(items: readonly unknown[]): unknown[] {
  return items.filter((item, i) => items.findIndex(other => equals(other, item)) === i)
}

function distinct(items: readonly unknown[]): unknown[] {
  try {
    const found = new Map<string, unknown>()
    for (const item of items) if (!found.has(hashKey(item))) found.set(hashKey(item), item)
    return [...found.values()]
  } catch (error) {
    if (error instanceof PythonError) return compared(items)
    throw error
  }
}

function filtered(a: unknown, b: unknown, wanted: boolean): unknown[] {
  const others = iterate(b)
  return iterate(a).filter(item => others.some(other => equals(other, item)) === wanted)
}

function join(value: unknown, between: unknown, attribute: unknown): string {
  const get = getter(attribute)
  return iterate(value)
    .map(item => str(attribute === null ? item : get(item)))
    .join(str(between))
}

function groupBy(value: unknown, attribute: unknown, fallback: unknown, sensitive: unknown): unknown[] {
  const get = getter(attribute, fallback)
  const key = (item: unknown) => (truth(sensitive) ? get(item) : ignoreCase(get(item)))
  const groups: { key: unknown; items: unknown[] }[] = []
  for (const item of sorted(iterate(value), key)) {
    const last = groups.at(-1)
    if (last && equals(last.key, key(item))) last.items.push(item)
    else groups.push({ key: key(item), items: [item] })
  }
  return groups.map(({ key: found, items }) => group(truth(sensitive) ? found : get(items[0]), items))
}

/** A pair whose parts are also called `grouper` and `list`. */
function group(key: unknown, items: readonly unknown[]): unknown {
  return Object.assign(tuple([key, items]), { named: { grouper: key, list: items } })
}

function flatten(value: unknown, levels: unknown, skipNulls: unknown): unknown[] {
  return iterate(value).flatMap((item): unknown[] => {
    if (truth(skipNulls) && (item === null || item === 'None' || item === 'null')) return []
    if (!Array.isArray(item)) return [item]
    if (levels === null) return flatten(item, null, skipNulls)
    return Number(levels) >= 1 ? flatten(item, Number(levels) - 1, skipNulls) : [item]
  })
}

function zip(lists: readonly (readonly unknown[])[]): unknown[] {
  const size = lists.length === 0 ? 0 : Math.min(...lists.map(list => list.length))
  return rolled(
    'zip',
    Array.from({ length: size }, (_, i) => tuple(lists.map(list => list[i]))),
  )
}

function zipLongest(lists: readonly (readonly unknown[])[], fill: unknown): unknown[] {
  const size = Math.max(0, ...lists.map(list => list.length))
  return rolled(
    'zip_longest',
    Array.from({ length: size }, (_, i) => tuple(lists.map(list => (i < list.length ? list[i] : fill)))),
  )
}

/** As in Ansible, what has no items stays as it is. */
function shuffle(value: unknown, seed: unknown): unknown {
  if (!isIterable(defined(value))) return value
  const below = truth(seed ?? false) ? seededRandom(seed) : (count: number) => randomInt(count)
  const items = [...iterate(value)]
  for (let i = items.length - 1; i > 0; i--) {
    const other = below(i + 1)
    ;[items[i], items[other]] = [items[other], items[i]]
  }
  return items
}

function subelements(value: unknown, path: unknown, skipMissing: unknown): unknown[] {
  defined(value)
  if (!isDict(value) && !Array.isArray(value)) throw new PythonError('obj must be a list of dicts or a nested dict')
  if (typeof path !== 'string' && !Array.isArray(path)) throw new PythonError('subelements must be a list or a string')
  const steps: readonly unknown[] = typeof path === 'string' ? path.split('.') : path
  return (isDict(value) ? values(value) : value).flatMap(element => {
    let current: unknown = element
    for (const step of steps) {
      if (!isDict(current))
        throw new PythonError(`the key ${str(step)} should point to a dictionary, got '${str(current)}'`)
      if (!has(current, step)) {
        if (truth(skipMissing)) return []
        throw new PythonError(`could not find ${repr(step)} key in iterated item ${repr(current)}`)
      }
      current = get(current, step)
    }
    if (!Array.isArray(current)) throw new PythonError(`the key should point to a list, got ${repr(current)}`)
    return current.map(part => tuple([element, part]))
  })
}

function extract(key: unknown, container: unknown, more: unknown): unknown {
  const keys = more === null ? [key] : Array.isArray(more) ? [key, ...more] : [key, more]
  return keys.reduce<unknown>((value, step) => itemOf(value, step), container)
}
