/** A text that does not show itself: printing, logging and JSON give a mask. */
import { inspect } from 'node:util'
import { countUse, learn, MASK } from './known.ts'

export class Secret {
  #text: string | undefined
  readonly #read: () => string

  /** A text, or what gives it when it is needed: a value that nothing uses is not decrypted. */
  constructor(given: string | (() => string)) {
    this.#read = typeof given === 'string' ? () => given : given
  }

  /** The text itself, for the one who uses it; from here on outputs hide it. Throws where it cannot be decrypted. */
  reveal(): string {
    if (this.#text === undefined) {
      this.#text = this.#read()
      learn(this.#text)
    }
    countUse()
    return this.#text
  }

  toString(): string {
    return MASK
  }

  toJSON(): string {
    return MASK
  }

  [inspect.custom](): string {
    return MASK
  }
}

/** Variables of an encrypted file: each text is a secret. One with a template is rendered, and its result is hidden. */
export function asSecrets(data: unknown): unknown {
  if (typeof data === 'string') return isTemplate(data) ? data : new Secret(data)
  if (Array.isArray(data)) return data.map(asSecrets)
  if (data instanceof Map) return new Map([...data].map(([key, item]) => [key, asSecrets(item)]))
  if (typeof data !== 'object' || data === null || Object.getPrototypeOf(data) !== Object.prototype) return data
  return Object.fromEntries(Object.entries(data).map(([key, item]) => [key, asSecrets(item)]))
}

function isTemplate(text: string): boolean {
  if (!/\{[{%]/.test(text)) return false
  learn(text)
  return true
}
