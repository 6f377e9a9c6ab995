/** What the `with_*` of a task loop over, from their rendered value. Pure, but for the files that two of them look for. */
import { statSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import { iniValues } from '../../template/index.ts'
import { isRecord } from '../../yaml/reader.ts'
import { projectFiles } from './lookup-files.ts'

/** The items; a text says what was expected instead. */
export type Items = readonly unknown[] | string

export function itemsOf(key: string, value: unknown, dirs: readonly string[]): Items {
  if (key === 'loop' || key === 'with_list') return Array.isArray(value) ? value : 'a list'
  const list = Array.isArray(value) ? value : [value]
  switch (key) {
    case 'with_items':
      return flatOnce(list)
    case 'with_flattened':
      return list.flat(Number.POSITIVE_INFINITY)
    case 'with_indexed_items':
      return flatOnce(list).map((item, i) => [i, item])
    case 'with_dict':
      return pairs(list)
    case 'with_together':
      return listsOnly(list) ?? zip(list as unknown[][])
    case 'with_nested':
    case 'with_cartesian':
      return product(list.map(one => (Array.isArray(one) ? one : [one])))
    case 'with_sequence':
      return flatOnce(list.map(sequence))
    case 'with_subelements':
      return subelements(list)
    case 'with_fileglob':
      return list.flatMap(pattern => projectFiles(dirs).glob(String(pattern)))
    case 'with_ini':
      return flattened(list.map(term => iniItems(String(term), dirs)))
    case 'with_first_found':
      return firstFound(list, dirs)
    default:
      return 'a loop that swk supports'
  }
}

function flatOnce(list: readonly unknown[]): unknown[] {
  return list.flat(1)
}

function flattened(lists: readonly Items[]): Items {
  return lists.find(one => typeof one === 'string') ?? lists.flat(1)
}

function pairs(list: readonly unknown[]): Items {
  if (!list.every(isRecord)) return 'a mapping'
  return list.flatMap(one => Object.entries(one).map(([key, value]) => ({ key, value })))
}

function listsOnly(list: readonly unknown[]): string | undefined {
  return list.every(Array.isArray) ? undefined : 'a list of lists'
}

function zip(lists: readonly (readonly unknown[])[]): unknown[][] {
  const length = Math.max(0, ...lists.map(list => list.length))
  return Array.from({ length }, (_, i) => lists.map(list => list[i] ?? null))
}

function product(lists: readonly (readonly unknown[])[]): unknown[][] {
  return lists.reduce<unknown[][]>((all, list) => all.flatMap(one => list.map(item => [...one, item])), [[]])
}

const shorthand = /^(?:(\d+|0x[\da-f]+)-)?(\d+|0x[\da-f]+)(?:\/(-?\d+))?(?::(.+))?$/i

/** `start=1 end=5 stride=2 format=x%02d`, `count=5`, `1-5/2:x%02d`. */
function sequence(given: unknown): Items {
  const text = String(given).trim()
  const expected = 'start=N end=N stride=N format=TEXT, or count=N'
  const short = shorthand.exec(text)
  const long = Object.fromEntries([...text.matchAll(/(\w+)=(\S+)/g)].map(([, key = '', value]) => [key, value]))
  const from = short ? { start: short[1], end: short[2], stride: short[3], format: short[4] } : long
  const keys = ['start', 'end', 'stride', 'format', 'count']
  if (!short && (Object.keys(long).length === 0 || Object.keys(long).some(key => !keys.includes(key)))) return expected
  const start = Number(from.start ?? 1)
  const stride = Number(from.stride ?? 1)
  const end = 'count' in from && from.count !== undefined ? start + (Number(from.count) - 1) * stride : Number(from.end)
  if (![start, stride, end].every(Number.isSafeInteger) || stride === 0) return expected
  const count = Math.max(0, Math.floor((end - start) / stride) + 1)
  return Array.from({ length: count }, (_, i) => formatted(start + i * stride, from.format ?? '%d'))
}

function formatted(number: number, format: string): string {
  return format.replace(/%(0?)(\d*)([dxo])/, (_, zero, width, type) => {
    const digits = number.toString(type === 'x' ? 16 : type === 'o' ? 8 : 10)
    return digits.padStart(Number(width || 0), zero ? '0' : ' ')
  })
}

function subelements(terms: readonly unknown[]): Items {
  const [list, key, flags = {}] = terms
  const parents = isRecord(list) ? Object.values(list) : list
  const expected = 'a list of two or three items'
  if (terms.length > 3) return expected
  if (!Array.isArray(parents) || typeof key !== 'string')
    return `${expected}, first a dict or a list, second a string pointing to the subkey`
  if (!isRecord(flags)) return `${expected}, the optional third item must be a dict with the flag \`skip_missing\``
  const found: unknown[] = []
  for (const parent of parents) {
    const value = key.split('.').reduce<unknown>((one, step) => (isRecord(one) ? one[step] : undefined), parent)
    if (value === undefined && isRecord(flags) && flags.skip_missing === true) continue
    if (!Array.isArray(value)) return `a list at \`${key}\` of each item`
    found.push(...value.map(child => [parent, child]))
  }
  return found
}

/** `KEY section=S file=F re=true type=properties default=D`. */
function iniItems(term: string, dirs: readonly string[]): Items {
  const words = term.trim().split(/\s+/)
  const isOption = (word: string) =>
    /^(?:file|type|section|re|encoding|default|case_sensitive|allow_no_value)=/.test(word)
  const options = Object.fromEntries(words.filter(isOption).map(word => word.split(/=(.*)/s, 2)))
  const { file = 'ansible.ini', type = 'ini', section = 'global', default: fallback = '' } = options
  const isOn = (value: string | undefined) => /^(?:true|yes|on|1)$/i.test(value ?? '')
  const files = projectFiles(dirs)
  const path = files.find(file, 'files')
  if (path === undefined) return `a file that exists: ${file}`
  const about = {
    ...{ type, section, fallback, isExpression: isOn(options.re) },
    ...{ isSensitive: isOn(options.case_sensitive), allowsEmpty: isOn(options.allow_no_value) },
  }
  try {
    return iniValues(
      files.read(path),
      about,
      words.filter(word => !isOption(word)),
    )
  } catch (error) {
    return `a section and a key that ${file} has: ${(error as Error).message}`
  }
}

/** Names, or `{ files, paths, skip }`. None found is an error, except with `skip`. */
function firstFound(list: readonly unknown[], dirs: readonly string[]): Items {
  const texts = (value: unknown): string[] => [value ?? []].flat().flatMap(one => String(one).split(/[,;]/))
  const terms = list.flatMap(term => {
    if (!isRecord(term)) return texts(term)
    const paths = texts(term.paths)
    return texts(term.files).flatMap(file => (paths.length > 0 ? paths.map(path => join(path, file)) : [file]))
  })
  const places = terms.flatMap(name =>
    isAbsolute(name)
      ? [name]
      : dirs.flatMap(dir => ['files', 'templates', 'vars', ''].map(kind => join(dir, kind, name))),
  )
  const found = places.find(place => statSync(place, { throwIfNoEntry: false })?.isFile())
  if (found !== undefined) return [found]
  return list.some(term => isRecord(term) && term.skip === true) ? [] : `a file that exists: ${terms.join(' or ')}`
}
