/** Values of templates that are no plain data: tuples, views, namespaces, what is undefined. */

export { Unsafe } from '../../python/unsafe.ts'

/** A Python tuple: a list that prints with parentheses. */
export class Tuple extends Array<unknown> {
  /** Names of its parts, where it has some. */
  named?: Readonly<Record<string, unknown>>
  static override get [Symbol.species](): ArrayConstructor {
    return Array
  }
}

export function tuple(items: readonly unknown[]): Tuple {
  const made = new Tuple()
  for (const item of items) made.push(item)
  return made
}

/** What Python makes lazily: a view of a mapping, a range, a generator. Becomes a list where a template gives it. */
export class Rolled extends Array<unknown> {
  kind = 'generator'
  /** Its repr, where that is not `kind([...])`. */
  shown: string | undefined
  static override get [Symbol.species](): ArrayConstructor {
    return Array
  }
}

export function rolled(kind: string, items: Iterable<unknown>, shown?: string): Rolled {
  const made = new Rolled()
  for (const item of items) made.push(item)
  made.kind = kind
  made.shown = shown
  return made
}

/** A value with attributes of its own: namespace, loop, macro, date. */
export abstract class Special {
  /** Python's name of its class. */
  abstract readonly typeName: string
  /** Undefined (of JavaScript) where there is no such attribute. */
  abstract attribute(name: string): unknown
  text(): string {
    return `<${this.typeName} object>`
  }
}

/** What can be called: a method of a value, a macro, a global function. */
export class Callable extends Special {
  readonly typeName: string
  readonly name: string
  readonly call: (args: readonly unknown[], keywords: ReadonlyMap<string, unknown>) => unknown
  constructor(name: string, call: Callable['call'], typeName = 'builtin_function_or_method') {
    super()
    this.name = name
    this.call = call
    this.typeName = typeName
  }
  attribute(name: string): unknown {
    return name === '__name__' || (name === 'name' && this.typeName === 'Macro') ? this.name : undefined
  }
}

/** A text that a template gave, and that is not to be read as a list or mapping (`to_json`). */
export class VerbatimText {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}
