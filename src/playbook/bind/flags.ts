/** Flags of plays and tasks that are templates, rendered with the variables of a host. */
import { SwkError } from '../../errors/diagnostic.ts'
import { render, type Vars } from '../../template/index.ts'
import { describe } from '../../yaml/reader.ts'
import type { FlagName, Placed } from '../types.ts'

type Flagged = { readonly templates?: Readonly<Partial<Record<FlagName, Placed>>> }

/** The same with each flag as yes or no. Throws SwkError where one is neither, or depends on a result. */
export function renderFlags<T extends Flagged>(flagged: T, vars: Vars): T {
  if (!flagged.templates) return flagged
  const flags = Object.entries(flagged.templates).map(([name, template]) => [name, renderFlag(template, vars)])
  return { ...flagged, ...Object.fromEntries(flags) }
}

function renderFlag({ text, source, path }: Placed, vars: Vars): boolean {
  const place = source.place(path)
  const value = render(text, vars, place)
  const word = String(value).trim().toLowerCase()
  if (/^(?:yes|true|on|1|t|y)$/.test(word)) return true
  if (/^(?:no|false|off|0|f|n|none|)$/.test(word)) return false
  const key = String(path.at(-1))
  throw new SwkError({
    code: 'wrong-type',
    message: `\`${key}\` must be yes or no.`,
    found: describe(value),
    expected: 'yes or no',
    place,
  })
}

/** `retries`, `delay` and `pause`: a number, or a template of one. */
export function renderCount(value: number | string, vars: Vars, place: Placed['source'], path: Placed['path']): number {
  if (typeof value === 'number') return value
  const number = Number(render(value, vars, place.place(path)))
  if (number >= 0) return number
  throw new SwkError({
    code: 'wrong-type',
    message: `\`${String(path.at(-1))}\` must be a number, zero or more.`,
    found: value,
    place: place.place(path),
  })
}
