/** Python's regular expressions, in which Ansible's users write, as JavaScript's. */

import { z } from 'zod'
import { editFailure } from './edit-failure.ts'

/** An argument that is a regular expression in Python's way of writing; parsed before any host is contacted. */
export const regexp = z.string().superRefine((source, context) => {
  try {
    pythonRegex(source)
  } catch (error) {
    editFailure(context, { message: `The regular expression: ${(error as Error).message}.`, found: source })
  }
})

/** Throws TypeError for what is not valid, or has no counterpart in JavaScript. */
export function pythonRegex(source: string): RegExp {
  const leading = /^\(\?([a-zA-Z]+)\)/.exec(source)
  const flags = leading === null ? '' : flagsOf(leading[1] as string)
  const body = translate(source.slice(leading?.[0].length ?? 0))
  try {
    return new RegExp(body, `u${flags}`)
  } catch (error) {
    throw new TypeError(`not a valid regular expression: ${(error as Error).message.replace(/^.*\/[a-z]*: /, '')}`)
  }
}

function flagsOf(letters: string): string {
  return [...letters]
    .map(letter => {
      if (['i', 'm', 's'].includes(letter)) return letter
      if (['a', 'u', 'L'].includes(letter)) return ''
      throw new TypeError(`the flag (?${letter}) is not supported`)
    })
    .join('')
}

const token =
  /\\(?<escaped>[\s\S])|\[(?<set>\^?\]?(?:\\[\s\S]|[^\]\\])*)\]|\(\?P<(?<name>\w+)>|\(\?P=(?<same>\w+)\)|(?<comment>\(\?#[^)]*\))|\(\?(?<global>[a-zA-Z]+)\)|(?<conditional>\(\?\()|\{(?<count>\d+(?:,\d*)?|,\d+)\}|(?<literal>[{}\]])/gu

function translate(source: string): string {
  return source.replace(token, (all, ...rest) => {
    const groups = rest.at(-1) as Record<string, string | undefined>
    if (groups.escaped !== undefined) return escaped(groups.escaped)
    if (groups.set !== undefined) return `[${set(groups.set)}]`
    if (groups.name !== undefined) return `(?<${groups.name}>`
    if (groups.same !== undefined) return `\\k<${groups.same}>`
    if (groups.comment !== undefined) return ''
    if (groups.global !== undefined) throw new TypeError(`flags such as ${all} must be at the start of the expression`)
    if (groups.conditional !== undefined) throw new TypeError('conditionals (?(1)...) are not supported')
    if (groups.count !== undefined) return groups.count.startsWith(',') ? `{0${groups.count}}` : all
    return `\\${all}`
  })
}

/** JavaScript knows no `\A`, `\Z`, `\a`, and no escapes of letters or signs that need none. */
function escaped(char: string): string {
  if (char === 'A') return '(?<![\\s\\S])'
  if (char === 'Z') return '(?![\\s\\S])'
  if (char === 'a') return '\\x07'
  return /[a-zA-Z0-9^$\\.*+?()[\]{}|/]/u.test(char) ? `\\${char}` : char
}

/** In a set, `]` that comes first is itself, and only some signs may be escaped. */
function set(inner: string): string {
  const [, negated = '', rest = ''] = /^(\^?)([\s\S]*)$/u.exec(inner) ?? []
  const first = rest.startsWith(']') ? `\\]${rest.slice(1)}` : rest
  return (
    negated + first.replace(/\\([\s\S])/gu, (all, char) => (/[a-zA-Z0-9^$\\.*+?()[\]{}|/-]/u.test(char) ? all : char))
  )
}

/** Python's `match.expand`: `\1`, `\g<name>` and `\n` in a replacement. A group that took no part gives nothing. */
export function expandMatch(match: RegExpExecArray, template: string): string {
  return template.replace(/\\(?:g<(\w+)>|([1-9]\d?)|([\s\S]))/g, (all, name, number, char) => {
    if (char !== undefined) return { n: '\n', t: '\t', r: '\r', '\\': '\\' }[char as string] ?? all
    const key = name ?? number
    const isNumber = /^\d+$/.test(key)
    const known = isNumber ? Number(key) < match.length : Object.hasOwn(match.groups ?? {}, key)
    if (!known) throw new TypeError(`the expression has no group ${key}`)
    return (isNumber ? match[Number(key)] : match.groups?.[key]) ?? ''
  })
}
