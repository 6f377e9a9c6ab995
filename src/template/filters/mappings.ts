/** Filters over mappings. */
import { plugins } from '../evaluate/context.ts'
import { PythonError } from '../failure.ts'
import { equals, sorted } from '../values/compare.ts'
import { type Dict, dict, entries, get, has, isDict, size, values } from '../values/dict.ts'
import { iterate } from '../values/iterate.ts'
import { rolled, tuple } from '../values/special.ts'
import { repr, str } from '../values/text.ts'
import { truth } from '../values/truth.ts'
import { typeName } from '../values/type.ts'
import { defined, Undefined } from '../values/undefined.ts'
import { ignoreCase } from './attributes.ts'

export const mappingFilters = plugins({
  combine: ['*terms, recursive=False, list_merge="replace"', combine],
  dict2items: [
    'mydict, key_name="key", value_name="value"',
    (value: unknown, key: unknown, item: unknown) =>
      [...entries(mapping(value, 'dict2items requires a dictionary'))].map(([name, content]) =>
        dict([
          [key, name],
          [item, content],
        ]),
      ),
  ],
  items2dict: ['mylist, key_name="key", value_name="value"', items2dict],
  dictsort: ['value, case_sensitive=False, by="key", reverse=False', dictSort],
  items: [
    'value',
    (value: unknown) =>
      value instanceof Undefined
        ? []
        : rolled('generator', [...entries(mapping(value, 'Can only get item pairs from a mapping'))].map(tuple)),
  ],
  rekey_on_member: ['data, key, duplicates="error"', rekey],
})

function mapping(value: unknown, message: string): Dict {
  defined(value)
  if (!isDict(value)) throw new PythonError(`${message}, got ${typeName(value)} instead.`)
  return value
}

const merges = ['replace', 'keep', 'append', 'prepend', 'append_rp', 'prepend_rp'] as const
type Merge = (typeof merges)[number]

function combine(recursive: unknown, merge: unknown, terms: readonly unknown[]): unknown {
  if (!merges.includes(merge as Merge))
    throw new PythonError(
      "'list_merge' argument can only be equal to 'replace', 'keep', 'append', 'prepend', 'append_rp' or 'prepend_rp'",
    )
  const given = terms.flatMap(term => (Array.isArray(term) ? [...term] : term === null ? [] : [term]))
  if (given.length === 0) return dict([])
  if (given.length === 1) return defined(given[0])
  const [first, ...rest] = given.map(defined)
  return rest.reduce((into, from) => {
    if (isDict(into) && isDict(from)) return merged(into, from, truth(recursive), merge as Merge)
    const types = `a '${typeName(into)}' and a '${typeName(from)}'`
    throw new PythonError(`failed to combine variables, expected dicts but got ${types}.`)
  }, first)
}

function merged(into: Dict, from: Dict, recursive: boolean, merge: Merge): Dict {
  if (size(into) === 0 || equals(into, from)) return dict(entries(from))
  const result = dict(entries(into))
  for (const [key, value] of entries(from)) {
    const before = get(into, key)
    if (!has(into, key)) result.set(key, value)
    else if (recursive && isDict(before) && isDict(value)) result.set(key, merged(before, value, recursive, merge))
    else if (Array.isArray(before) && Array.isArray(value)) result.set(key, mergedLists(before, value, merge))
    else result.set(key, value)
  }
  return result
}

function mergedLists(before: readonly unknown[], after: readonly unknown[], merge: Merge): unknown[] {
  const without = (list: readonly unknown[], other: readonly unknown[]) =>
    list.filter(item => !other.some(one => equals(one, item)))
  switch (merge) {
    case 'keep':
      return [...before]
    case 'append':
      return [...before, ...after]
    case 'prepend':
      return [...after, ...before]
    case 'append_rp':
      return [...without(before, after), ...after]
    case 'prepend_rp':
      return [...after, ...without(before, after)]
    default:
      return [...after]
  }
}

function items2dict(value: unknown, key: unknown, item: unknown): unknown {
  defined(value)
  if (!Array.isArray(value)) throw new PythonError(`items2dict requires a list, got ${typeName(value)} instead.`)
  return dict(
    value.map(pair => {
      if (!isDict(pair))
        throw new PythonError(`items2dict requires a list of dictionaries, got ${repr(value)} instead.`)
      if (!has(pair, key) || !has(pair, item))
        throw new PythonError(
          `items2dict requires each dictionary in the list to contain the keys '${str(key)}' and '${str(item)}', got ${repr(value)} instead.`,
        )
      return [get(pair, key), get(pair, item)]
    }),
  )
}

function dictSort(value: unknown, sensitive: unknown, by: unknown, reverse: unknown): unknown {
  if (by !== 'key' && by !== 'value') throw new PythonError('You can only sort by either "key" or "value"')
  const at = by === 'key' ? 0 : 1
  const pairs = [...entries(mapping(value, 'dictsort wants a dictionary'))]
  return sorted(pairs, pair => (truth(sensitive) ? pair[at] : ignoreCase(pair[at])), truth(reverse)).map(tuple)
}

function rekey(data: unknown, key: unknown, duplicates: unknown): unknown {
  if (duplicates !== 'error' && duplicates !== 'overwrite')
    throw new PythonError(`duplicates parameter to rekey_on_member has unknown value: ${str(duplicates)}`)
  defined(data)
  if (typeof data === 'string') throw new PythonError('Type is not a valid list, set, or dict')
  const result = dict([])
  for (const item of isDict(data) ? values(data) : iterate(data)) {
    if (!isDict(item)) throw new PythonError('List item is not a valid dict')
    if (!has(item, key)) throw new PythonError(`Key ${str(key)} was not found`)
    const name = get(item, key)
    if (has(result, name) && duplicates === 'error')
      throw new PythonError(`Key ${str(name)} is not unique, cannot correctly turn into dict`)
    for (const [one] of dict([[name, item]])) result.set(one, item)
  }
  return result
}
