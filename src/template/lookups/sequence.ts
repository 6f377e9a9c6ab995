/** `sequence`: numbers as texts, by keywords or `start=1 end=5`, or the short form `1-5/2:%02d`. Pure. */

import { words } from '../../shell/words.ts'
import { PythonError } from '../failure.ts'
import { percent } from '../format/percent.ts'
import { str } from '../values/text.ts'

type Given = Readonly<Record<'start' | 'end' | 'count' | 'stride' | 'format', unknown>>

const short =
  /^(?:(0[xX][\da-fA-F]+|0[oO]?[0-7]+|\d+)-)?(0[xX][\da-fA-F]+|0[oO]?[0-7]+|\d+)(?:\/(0[xX][\da-fA-F]+|0[oO]?[0-7]+|\d+))?(?::(.+))?$/

export function sequence(given: Given, terms: readonly unknown[]): unknown[] {
  return terms.flatMap(term => generate(options(str(term), given)))
}

function options(term: string, given: Given): Given {
  const found = short.exec(term.trim())
  if (found) {
    const [, start, end, stride, format] = found
    return {
      start: start === undefined ? 1 : number(start),
      end: number(end as string),
      count: null,
      stride: stride === undefined ? 1 : number(stride),
      format: format ?? '%d',
    }
  }
  const pairs = words(term).map(word => {
    const [, key, value] = /^(start|end|count|stride|format)=([\s\S]*)$/.exec(word) ?? []
    if (key === undefined) throw new PythonError(`unrecognized arguments to with_sequence: ${word}`)
    return [key, key === 'format' ? value : number(value as string)] as const
  })
  return { ...given, ...Object.fromEntries(pairs) }
}

function number(text: string): number {
  const value = /^0[0-7]+$/.test(text) ? Number.parseInt(text, 8) : Number(text)
  if (!Number.isInteger(value)) throw new PythonError(`can't parse ${text} as integer`)
  return value
}

function generate({ start, end, count, stride, format }: Given): string[] {
  if (count === null && end === null) throw new PythonError('must specify count or end in with_sequence')
  if (count !== null && end !== null) throw new PythonError("can't specify both count and end in with_sequence")
  const [from, by] = [Number(start), Number(stride)]
  if (count !== null && Number(count) === 0) return []
  const to = count === null ? Number(end) : from + Number(count) * by - Math.sign(by)
  if (by > 0 && to < from) throw new PythonError('to count backwards make stride negative')
  if (by < 0 && to > from) throw new PythonError("to count forward don't make stride negative")
  if (by === 0) return []
  const size = Math.floor((to - from) / by) + 1
  if (size > 1_000_000) throw new PythonError('the sequence is too long')
  const text = str(format)
  if ((text.match(/%/g) ?? []).length !== 1) throw new PythonError(`bad formatting string: ${text}`)
  return Array.from({ length: size }, (_, i) => percent(text, from + i * by))
}
