/** The variables that a template sees: layers, the strongest first. What a host said lies in layers of data. */
import { Secret } from '../secret/index.ts'
import { hasTemplate } from './delimiters.ts'
import type { Files } from './files.ts'
import { entries, isDict } from './values/dict.ts'
import { Unsafe } from './values/special.ts'

export type Layer = {
  readonly values: Readonly<Record<string, unknown>>
  /** Results, facts, loop items: inert, never rendered, however they are reached. */
  readonly data?: boolean
}

export type Vars = {
  readonly layers: readonly Layer[]
  /** Rendered values of this very set of layers; also what failed. */
  readonly rendered: Map<string, { readonly value: unknown } | { readonly failure: unknown }>
  /** Names whose values are being rendered now: a second time around is a loop. */
  readonly open: Set<string>
  /** What templates may read; undefined: no files. */
  readonly files: Files | undefined
}

/** Variables from layers, the strongest first. */
export function vars(...layers: readonly Layer[]): Vars {
  return { layers, rendered: new Map(), open: new Set(), files: undefined }
}

/** The same variables with files that their templates may read. */
export function withFiles(vars: Vars, files: Files): Vars {
  return { ...vars, files }
}

/** The layer that defines a name. */
export function find(name: string, { layers }: Vars): Layer | undefined {
  return layers.find(layer => Object.hasOwn(layer.values, name))
}

/** All names that are defined, for "did you mean". */
export function known({ layers }: Vars): Set<string> {
  return new Set(layers.flatMap(layer => Object.keys(layer.values)))
}

const templated = new WeakMap<object, boolean>()

/** True where a text in the value, at any depth (keys too), has something to render, or is marked as `!unsafe`, or is a secret. */
export function hasTemplates(value: unknown): boolean {
  if (typeof value === 'string') return hasTemplate(value)
  if (value instanceof Unsafe || value instanceof Secret) return true
  if (typeof value !== 'object' || value === null) return false
  const known = templated.get(value)
  if (known !== undefined) return known
  const found = Array.isArray(value)
    ? value.some(hasTemplates)
    : isDict(value) && [...entries(value)].some(([key, item]) => hasTemplates(key) || hasTemplates(item))
  templated.set(value, found)
  return found
}
