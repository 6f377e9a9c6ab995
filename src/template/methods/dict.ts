/** Methods of dict. What changes a mapping changes a Map: templates that call such methods work on copies. */
import { PythonError } from '../failure.ts'
import { type Dict, dict, entries, get, has, isDict, keyOf, keys, values } from '../values/dict.ts'
import { iterate } from '../values/iterate.ts'
import { rolled, tuple } from '../values/special.ts'
import { repr } from '../values/text.ts'
import { methods } from './method.ts'

type Changing = Map<unknown, unknown>

export const dictMethods = methods<Dict>({
  get: [
    'key, default=None',
    (self, key: unknown, other: unknown) => (has(self, hashable(key)) ? get(self, key) : other),
  ],
  keys: ['', self => rolled('dict_keys', keys(self))],
  values: ['', self => rolled('dict_values', values(self))],
  items: [
    '',
    self =>
      rolled(
        'dict_items',
        [...entries(self)].map(pair => tuple(pair)),
      ),
  ],
  copy: ['', self => dict(entries(self))],
  update: [
    '*args, **kwargs',
    (self, args: readonly unknown[], more: ReadonlyMap<string, unknown>) => {
      if (args.length > 1) throw new PythonError(`update expected at most 1 argument, got ${args.length}`)
      for (const [key, value] of [...(args.length > 0 ? pairsOf(args[0]) : []), ...more])
        (self as Changing).set(keyOf(key), value)
      return null
    },
  ],
  setdefault: [
    'key, default=None',
    (self, key: unknown, other: unknown) => {
      if (!has(self, key)) (self as Changing).set(keyOf(key), other)
      return get(self, key)
    },
  ],
  pop: [
    'key, *args',
    (self, key: unknown, args: readonly unknown[]) => {
      if (!has(self, key)) {
        if (args.length > 0) return args[0]
        throw new PythonError(`KeyError: ${repr(key)}`)
      }
      const value = get(self, key)
      ;(self as Changing).delete(keyOf(key))
      return value
    },
  ],
  popitem: [
    '',
    self => {
      const last = [...entries(self)].at(-1)
      if (!last) throw new PythonError('popitem(): dictionary is empty')
      ;(self as Changing).delete(last[0])
      return tuple(last)
    },
  ],
  clear: [
    '',
    self => {
      ;(self as Changing).clear()
      return null
    },
  ],
  fromkeys: [
    'iterable, value=None',
    (_self, items: unknown, value: unknown) => dict(iterate(items).map(key => [key, value])),
  ],
})

/** The pairs that `dict(x)` and `update(x)` take: a mapping, or a list of pairs. */
export function pairsOf(value: unknown): Iterable<readonly [unknown, unknown]> {
  if (isDict(value)) return entries(value)
  return iterate(value).map((pair, i) => {
    const items = iterate(pair)
    if (items.length !== 2)
      throw new PythonError(`dictionary update sequence element #${i} has length ${items.length}; 2 is required`)
    return [items[0], items[1]] as const
  })
}

/** The key itself; throws where it cannot be one. */
function hashable(key: unknown): unknown {
  keyOf(key)
  return key
}
