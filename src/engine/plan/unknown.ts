/** What cannot be said of a resource yet, and names of resources. */
import { hasTrait } from '../../resources/index.ts'
import { refKey } from '../../resources/kind.ts'

export type Name = { readonly kind: string; readonly id: string }

/** The state cannot be known before the task `because` has run. */
export class Unknown extends Error {
  readonly because: string
  readonly ref: Name
  constructor(ref: Name, because: string) {
    super(`${refKey(ref)} is unknown, because of ${because}`)
    this.because = because
    this.ref = ref
  }
}

/** The resource has not been read yet: the engine reads it and plans again. */
export class NotRead extends Error {
  readonly ref: Name
  constructor(ref: Name) {
    super(`${refKey(ref)} was not read`)
    this.ref = ref
  }
}

export function isTransient(kind: string): boolean {
  return hasTrait(kind, 'transient')
}

export function isEarly(kind: string): boolean {
  return hasTrait(kind, 'early')
}

export function nameOf(key: string): Name {
  const colon = key.indexOf(':')
  return { kind: key.slice(0, colon), id: key.slice(colon + 1) }
}
