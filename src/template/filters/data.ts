/** Filters over lists, mappings and numbers. */
import { parse, stringify } from 'yaml'
import { pythonBool, pythonJson, pythonText } from '../python.ts'
import { type Filter, filter } from './filter.ts'

type Mapping = Record<string, unknown>

export const dataFilters: Readonly<Record<string, Filter>> = {
  swk_get: filter((value: Mapping, key: string, other: unknown = null) =>
    Object.hasOwn(value ?? {}, key) ? value[key] : other,
  ),
  to_json: filter((value, indent) => pythonJson(value, indent ?? undefined), 'indent', 'sort_keys', 'ensure_ascii'),
  to_nice_json: filter((value, indent = 4) => pythonJson(sorted(value), indent), 'indent', 'sort_keys'),
  to_yaml: filter((value, indent = 2) => yaml(value, indent), 'indent', 'width', 'sort_keys'),
  to_nice_yaml: filter((value, indent = 4) => yaml(value, indent), 'indent', 'width', 'sort_keys'),
  from_json: filter(value => JSON.parse(pythonText(value))),
  from_yaml: filter(value => parse(pythonText(value))),
  bool: filter(value => pythonBool(value)),
  int: filter(integer, 'default', 'base'),
  float: filter(
    (value, other = 0) => (value === '' || value === null || Number.isNaN(Number(value)) ? other : Number(value)),
    'default',
  ),
  ternary: filter(
    (value, yes, no, none) => (value === null && none !== undefined ? none : truth(value) ? yes : no),
    'true_val',
    'false_val',
    'none_val',
  ),
  mandatory: filter(value => value, 'msg'),
  combine: filter(combineAll),
  union: filter((a, b) => distinct([...list(a), ...list(b)])),
  intersect: filter((a, b) => distinct(list(a).filter(item => has(b, item)))),
  difference: filter((a, b) => distinct(list(a).filter(item => !has(b, item)))),
  symmetric_difference: filter((a, b) =>
    distinct([...list(a).filter(item => !has(b, item)), ...list(b).filter(item => !has(a, item))]),
  ),
  unique: filter(a => distinct(list(a))),
  flatten: filter(
    (a, levels = Number.POSITIVE_INFINITY) =>
      list(a)
        .flat(levels ?? Number.POSITIVE_INFINITY)
        .filter(item => item !== null),
    'levels',
  ),
  zip: filter((a, ...more) =>
    list(a)
      .slice(0, Math.min(...more.map(other => list(other).length)))
      .map((item, i) => [item, ...more.map(other => other[i])]),
  ),
  dict2items: filter(
    (value: Mapping, key = 'key', item = 'value') =>
      Object.entries(value).map(([name, content]) => ({ [key]: name, [item]: content })),
    'key_name',
    'value_name',
  ),
  items2dict: filter(
    (value: Mapping[], key = 'key', item = 'value') =>
      Object.fromEntries(list(value).map(pair => [String((pair as Mapping)[key]), (pair as Mapping)[item]])),
    'key_name',
    'value_name',
  ),
  type_debug: filter(value =>
    value === null
      ? 'NoneType'
      : Array.isArray(value)
        ? 'list'
        : ({ string: 'str', boolean: 'bool', object: 'dict' }[typeof value as string] ??
          (Number.isInteger(value) ? 'int' : 'float')),
  ),
}

/** Python's int(): the whole part of a number or of a text that is one; `other` where it is none. */
function integer(value: unknown, other: unknown = 0, base = 10): unknown {
  if (typeof value === 'boolean') return Number(value)
  const text = pythonText(value).trim()
  const found =
    base === 10
      ? /^[-+]?\d+(\.\d*)?(e\d+)?$/i.test(text)
        ? Math.trunc(Number(text))
        : Number.NaN
      : Number.parseInt(text.replace(/^0[xob]/i, ''), base)
  return Number.isNaN(found) ? other : found
}

function truth(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return Boolean(value)
  return Object.keys(value).length > 0
}

/** `combine(a, b, recursive=true)`: later mappings win. Keywords arrive as one more mapping behind the others. */
function combineAll(first: Mapping, ...args: unknown[]): Mapping {
  const mappings = args.flat().filter(isMapping)
  const options = mappings.find(
    mapping => Object.keys(mapping).every(key => key === 'recursive' || key === 'list_merge') && 'recursive' in mapping,
  )
  return mappings
    .filter(mapping => mapping !== options)
    .reduce((into, from) => merge(into, from, options?.recursive === true), first)
}

function merge(into: Mapping, from: Mapping, recursive: boolean): Mapping {
  if (!isMapping(into) || !isMapping(from)) throw new Error('combine wants mappings')
  const deep = (key: string, value: unknown) =>
    recursive && isMapping(into[key]) && isMapping(value) ? merge(into[key], value, true) : value
  return { ...into, ...Object.fromEntries(Object.entries(from).map(([key, value]) => [key, deep(key, value)])) }
}

function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function list(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw new Error(`wants a list, found ${pythonText(value) || 'none'}`)
  return value
}

function has(items: unknown, item: unknown): boolean {
  return list(items).some(other => same(other, item))
}

function distinct(items: readonly unknown[]): unknown[] {
  return items.filter((item, i) => items.findIndex(other => same(other, item)) === i)
}

function same(a: unknown, b: unknown): boolean {
  return (
    a === b ||
    (typeof a === 'object' && typeof b === 'object' && JSON.stringify(sorted(a)) === JSON.stringify(sorted(b)))
  )
}

/** With the keys of all mappings in order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (!isMapping(value)) return value
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map(key => [key, sorted(value[key])]),
  )
}

function yaml(value: unknown, indent: number): string {
  return stringify(value, { indent, lineWidth: 0, version: '1.1' })
}
