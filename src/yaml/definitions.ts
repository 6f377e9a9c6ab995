/** Variables that know where they were written. */
import { SwkError } from '../errors/diagnostic.ts'
import { asSecrets } from '../secret/index.ts'
import type { Location } from './location.ts'
import { describe, isRecord, recordOf } from './reader.ts'
import { loadSource, type Source } from './source.ts'

/** The value of a variable and where it stands. */
export type Definition = { readonly value: unknown; readonly source: Source; readonly path: Location }
export type Definitions = ReadonlyMap<string, Definition>

/** The entries of a mapping at `path`; null is none. Throws SwkError where it is something else. */
export function definitionsAt(source: Source, value: unknown, path: Location): Definitions {
  if (value === null || value === undefined) return new Map()
  if (!isRecord(value)) {
    const place = source.place(path)
    const expected = 'a mapping'
    throw new SwkError({
      code: 'wrong-type',
      message: 'Variables must be a mapping.',
      place,
      found: describe(value),
      expected,
    })
  }
  const values = source.isSecret ? asSecrets(recordOf(value)) : recordOf(value)
  return new Map(
    Object.entries(values as object).map(([name, one]) => [name, { value: one, source, path: [...path, name] }]),
  )
}

/** Reads a file of variables (vars_files, group_vars, host_vars); an empty file has none. Throws SwkError. */
export function loadDefinitions(file: string): Definitions {
  const source = loadSource(file, { allowEmpty: true })
  return definitionsAt(source, source.data, [])
}

/** Later ones win. */
export function mergeDefinitions(layers: readonly (Definitions | undefined)[]): Definitions {
  return new Map(layers.flatMap(layer => [...(layer ?? [])]))
}

/** The values alone. */
export function valuesOf(definitions: Definitions): Record<string, unknown> {
  return Object.fromEntries([...definitions].map(([name, { value }]) => [name, value]))
}
