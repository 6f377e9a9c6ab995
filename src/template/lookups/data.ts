/** Lookups over the values that they are given. */
import { randomInt } from 'node:crypto'
import { contextual } from '../evaluate/context.ts'
import { PythonError } from '../failure.ts'
import { product } from '../filters/combinatorics.ts'
import { dict, entries, get, has, isDict, values } from '../values/dict.ts'
import { iterate } from '../values/iterate.ts'
import { tuple } from '../values/special.ts'
import { str } from '../values/text.ts'
import { truth } from '../values/truth.ts'
import { sequence } from './sequence.ts'

export const dataLookups = contextual({
  items: ['*terms', (_context, terms: readonly unknown[]) => flattened(terms)],
  list: ['*terms', (_context, terms: readonly unknown[]) => [...terms]],
  dict: ['*terms', (_context, terms: readonly unknown[]) => terms.flatMap(pairs)],
  indexed_items: [
    '*terms',
    (_context, terms: readonly unknown[]) => deepFlattened(terms).map((item, i) => tuple([i, item])),
  ],
  nested: ['*terms', (_context, terms: readonly unknown[]) => nested(terms)],
  cartesian: ['*terms', (_context, terms: readonly unknown[]) => nested(terms)],
  together: ['*terms', (_context, terms: readonly unknown[]) => together(terms)],
  sequence: [
    '*terms, start=1, end=None, count=None, stride=1, format="%d"',
    (_context, start, end, count, stride, format, terms: readonly unknown[]) =>
      sequence({ start, end, count, stride, format }, terms),
  ],
  subelements: ['*terms', (_context, terms: readonly unknown[]) => subelements(terms)],
  random_choice: [
    '*terms',
    (_context, terms: readonly unknown[]) => (terms.length === 0 ? [] : [terms[randomInt(terms.length)]]),
  ],
})

/** Lists within the terms are opened once. */
function flattened(terms: readonly unknown[]): unknown[] {
  return terms.flatMap((term): unknown[] => (Array.isArray(term) ? [...term] : [term]))
}

function deepFlattened(terms: readonly unknown[]): unknown[] {
  return terms.flatMap((term): unknown[] => (Array.isArray(term) ? deepFlattened(term) : [term]))
}

function pairs(term: unknown): unknown[] {
  if (!isDict(term)) throw new PythonError('with_dict expects a dict')
  return [...entries(term)].map(([key, value]) =>
    dict([
      ['key', key],
      ['value', value],
    ]),
  )
}

function nested(terms: readonly unknown[]): unknown[] {
  if (terms.length === 0) throw new PythonError('with_nested requires at least one element in the nested list')
  const lists = terms.map(term => (Array.isArray(term) ? term : [term]))
  return [...product(lists, 1)].map(row => deepFlattened([...(row as unknown[])]))
}

function together(terms: readonly unknown[]): unknown[] {
  if (terms.length === 0) throw new PythonError('with_together requires at least one element in each list')
  const lists = terms.map(term => (Array.isArray(term) ? term : [term]))
  const size = Math.max(...lists.map(list => list.length))
  return Array.from({ length: size }, (_, i) => deepFlattened(lists.map(list => list[i] ?? null)))
}

function subelements(terms: readonly unknown[]): unknown[] {
  const [list, path, flags = dict([])] = terms
  const expected = 'subelements lookup expects a list of two or three items'
  if (terms.length > 3) throw new PythonError(expected)
  if (!isDict(flags))
    throw new PythonError(`${expected}, the optional third item must be a dict with flags skip_missing`)
  if ((!Array.isArray(list) && !isDict(list)) || typeof path !== 'string')
    throw new PythonError(`${expected}, first a dict or a list, second a string pointing to the subkey`)
  const skipMissing = truth(get(flags, 'skip_missing') ?? false)
  const steps = path.split('.')
  const elements = Array.isArray(list) ? list : values(list)
  return elements.flatMap((element: unknown) => {
    if (!isDict(element)) throw new PythonError(`subelements lookup expects a dictionary, got '${str(element)}'`)
    if (truth(get(element, 'skipped') ?? false)) return []
    let current: unknown = element
    for (const [at, step] of steps.entries()) {
      if (skipMissing && (!isDict(current) || !has(current, step))) return []
      if (!isDict(current)) {
        const before = steps.slice(0, at).join('.')
        throw new PythonError(`the key ${before} should point to a dictionary, got '${str(current)}'`)
      }
      if (!has(current, step)) throw new PythonError(`could not find '${step}' key in iterated item '${str(current)}'`)
      current = get(current, step)
    }
    if (!Array.isArray(current)) throw new PythonError(`the key ${path} should point to a list, got '${str(current)}'`)
    return iterate(current).map(part => tuple([without(element, steps), part]))
  })
}

/** The element without the list that was taken from it, as Ansible gives it. */
function without(element: Parameters<typeof entries>[0], [first, ...rest]: readonly string[]): unknown {
  const pairsLeft = [...entries(element)].flatMap(([key, value]): [unknown, unknown][] => {
    if (key !== first) return [[key, value]]
    return rest.length === 0 || !isDict(value) ? [] : [[key, without(value, rest)]]
  })
  return dict(pairsLeft)
}
