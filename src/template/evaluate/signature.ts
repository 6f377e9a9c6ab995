/** Parameters of filters, tests and functions as Python writes them, and how arguments fill them. */
import { didYouMean } from '../../errors/suggest.ts'
import { PythonError } from '../failure.ts'
import { literal } from '../values/literal.ts'
import { tuple } from '../values/special.ts'

type Parameter = {
  readonly name: string
  readonly required: boolean
  readonly value: unknown
  /** Only by its name: it stands behind `*args`. */
  readonly keywordOnly: boolean
}

export type Signature = {
  readonly parameters: readonly Parameter[]
  /** `*args` takes what is left, as one tuple. */
  readonly rest: boolean
  /** `**kwargs` takes unknown keywords, as one Map. */
  readonly mapping: boolean
  /** As it is written, for the manual. */
  readonly text: string
}

const known = new Map<string, Signature>()

/** Reads `value, precision=0, *args, **kwargs`. */
export function signature(text: string): Signature {
  const found = known.get(text)
  if (found) return found
  const parts = text
    .split(/,\s*(?![^'"]*['"](?:,|$))/)
    .map(part => part.trim())
    .filter(part => part !== '')
  const plain = parts.filter(part => !part.startsWith('*'))
  const star = parts.findIndex(part => /^\*(?!\*)/.test(part))
  const made: Signature = {
    text,
    rest: parts.some(part => /^\*[a-z]/.test(part)),
    mapping: parts.some(part => part.startsWith('**')),
    parameters: plain.map(part => {
      const [name = '', ...value] = part.split('=')
      const keywordOnly = star >= 0 && parts.indexOf(part) > star
      return value.length === 0
        ? { name, required: true, value: undefined, keywordOnly }
        : { name, required: false, value: literal(value.join('=')), keywordOnly }
    }),
  }
  known.set(text, made)
  return made
}

/** Arguments in the order of the parameters, then the rest and the mapping. Throws as Python's call would. */
export function bind(
  what: string,
  { parameters, rest, mapping }: Signature,
  positional: readonly unknown[],
  keywords: ReadonlyMap<string, unknown>,
): unknown[] {
  checkCall(what, { parameters, rest, mapping }, { count: positional.length, keywords: [...keywords.keys()] })
  const places = parameters.filter(parameter => !parameter.keywordOnly).length
  const bound = parameters.map(({ name, value, keywordOnly }, i) =>
    i < positional.length && !keywordOnly ? positional[i] : keywords.has(name) ? keywords.get(name) : value,
  )
  if (rest) bound.push(tuple(positional.slice(places)))
  if (mapping)
    bound.push(new Map([...keywords].filter(([name]) => !parameters.some(parameter => parameter.name === name))))
  return bound
}

/** `count`: of positional arguments. `isOpen`: there may be more, which only their values tell. */
type Given = { readonly count: number; readonly keywords: readonly string[]; readonly isOpen?: boolean }

/** Refuses a call with these arguments, whatever their values are. */
export function checkCall(
  what: string,
  { parameters, rest, mapping }: Pick<Signature, 'parameters' | 'rest' | 'mapping'>,
  { count, keywords, isOpen = false }: Given,
): void {
  const names = parameters.map(parameter => parameter.name)
  const places = parameters.filter(parameter => !parameter.keywordOnly).length
  if (count > places && !rest) throw new PythonError(`${what} takes at most ${places} arguments (${count} given)`)
  for (const keyword of keywords) {
    const at = names.indexOf(keyword)
    if (at < 0 && !mapping) {
      const hint = didYouMean(keyword, names)
      throw new PythonError(`${what} got an unexpected keyword argument '${keyword}'`, {
        found: keyword,
        ...(names.length > 0 && { expected: names.join(', ') }),
        ...(hint && { hint }),
      })
    }
    if (at >= 0 && at < count && !parameters[at]?.keywordOnly)
      throw new PythonError(`${what} got multiple values for argument '${keyword}'`)
  }
  const missing = parameters.find(({ name, required }, i) => required && i >= count && !keywords.includes(name))
  if (missing && !isOpen) throw new PythonError(`${what} is missing the argument '${missing.name}'`)
}
