/**
 * Shell text as a type. The one place where data becomes shell text: `sh` quotes each value that is put into it, and
 * what is not made by `sh` cannot be run.
 */
import { randomBytes } from 'node:crypto'

declare const brand: unique symbol

/** Shell text in which every value has been quoted. Made by {@link sh}, {@link quote}, {@link lines} and {@link fed} alone. */
export type Sh = string & { readonly [brand]: 'Sh' }

/** What may be put into {@link sh}: texts and numbers are quoted, arrays become quoted words, `Sh` goes in as it is. */
export type ShValue = string | number | Raw | readonly (string | number)[]

/** Already quoted text inside a template, see {@link raw}. */
export class Raw {
  readonly text: Sh
  constructor(text: Sh) {
    this.text = text
  }
}

/** `sh\`rm -- ${path}\``: shell text with each value quoted as one word (an array: as many words as it has). */
export function sh(parts: TemplateStringsArray, ...values: readonly ShValue[]): Sh {
  return parts.reduce((text, part, i) => text + toShell(values[i - 1] as ShValue) + part) as Sh
}

/** Puts shell text into {@link sh} without quoting it again. */
export function raw(text: Sh): Raw {
  return new Raw(text)
}

/** Joins statements, one a line. */
export function lines(...statements: readonly Sh[]): Sh {
  return statements.join('\n') as Sh
}

/** A command that can read `body`, word for word, from descriptor `fd`. The mark of its end is random: no body holds it. */
export function fed(command: Sh, fd: number, body: Sh): Sh {
  const end = `end${randomBytes(16).toString('hex')}`
  return `${command} ${fd}<<'${end}'\n${body}\n${end}` as Sh
}

function toShell(value: ShValue): string {
  if (value instanceof Raw) return value.text
  if (Array.isArray(value)) return value.map(word => quote(String(word))).join(' ')
  return quote(String(value))
}

/**
 * One shell word for any text but NUL, which no argument can carry (POSIX: inside single quotes only the single quote
 * ends the word).
 */
export function quote(text: string): Sh {
  if (text.includes('\0')) throw new TypeError('a shell word cannot contain a NUL character')
  return `'${text.replaceAll("'", `'\\''`)}'` as Sh
}
