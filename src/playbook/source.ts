/** A YAML file with its places: data for the program, file:line:column for people. */
import type { Place } from '../errors/diagnostic.ts'
import type { Path } from './types.ts'

export interface Source {
  readonly file: string
  readonly text: string
  /** Plain data (yes/no are booleans; an octal literal like 0660 keeps its spelling as text). */
  readonly data: unknown
  /** Where a value stands (`key`: where its key stands). Falls back to the nearest parent that exists. */
  place(path: Path, part?: 'value' | 'key'): Place
}
