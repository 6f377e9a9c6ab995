/** What a change of something that is no file is about, in words; the engine names it by its kind and id. Pure. */
import { quote } from '../shell/sh.ts'
import { escaped } from './escape.ts'

export type Subject = {
  readonly title: string
  /** Work that leaves no state to compare: that it was done is all there is to say. */
  readonly work: boolean
}

/** Of `command {"argv":["sleep","3"]}`: "runs sleep 3". */
export function subject(path: string): Subject {
  const [, kind = '', id = ''] = /^(\S+) ?(.*)$/s.exec(path) ?? []
  const words = works[kind]?.(id)
  return { title: escaped(words ?? path), work: words !== undefined }
}

/** Undefined where the id is not of the shape that this kind has. */
const works: Readonly<Record<string, (id: string) => string | undefined>> = {
  command(id) {
    const { argv, chdir } = parsed(id)
    if (!Array.isArray(argv)) return undefined
    return `runs ${argv.map(word => plainWord(String(word))).join(' ')}${chdir === undefined ? '' : `, in ${chdir}`}`
  },
  'unit-job': id => {
    const [verb, unit] = id.split(' ')
    return unit === undefined ? undefined : `${unit}: ${verb}`
  },
  'http-request': id => {
    const { method, url } = parsed(id)
    return url === undefined ? undefined : `requests ${method} ${url}`
  },
}

function parsed(id: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(id)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}

function plainWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : quote(word)
}
