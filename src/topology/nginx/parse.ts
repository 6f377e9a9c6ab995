/** nginx's configuration as directives with their places in the text, so that one can be changed and all else stays as it is. */

export type Directive = {
  /** The file that it stands in; offsets are those of its text. */
  readonly file: string
  readonly name: string
  readonly args: readonly string[]
  /** Offsets of the directive: from its name to behind its `;` or `}`. */
  readonly start: number
  readonly end: number
  readonly block?: readonly Directive[]
  /** Offset behind the `{` of its block. */
  readonly inside?: number
}

/** Text that replaces what is between two offsets of a file. */
export type Splice = { readonly file: string; readonly at: number; readonly end: number; readonly text: string }

/** Throws Error with a reason where nginx would not read it either. */
export function parseNginx(text: string, file = ''): readonly Directive[] {
  return new Reader(text, file).block(false)
}

/** `path:line`, as nginx's own messages have it. */
export const locate = ({ file, start }: Directive, text: string): string =>
  `${file}:${text.slice(0, start).split('\n').length}`

/** A directive with all that it is in, innermost last. */
export type Found = { readonly directive: Directive; readonly within: readonly Directive[] }

export function walk(directives: readonly Directive[], within: readonly Directive[] = []): readonly Found[] {
  return directives.flatMap(directive => [
    { directive, within },
    ...walk(directive.block ?? [], [...within, directive]),
  ])
}

class Reader {
  readonly #text: string
  readonly #file: string
  #at = 0

  constructor(text: string, file: string) {
    this.#text = text
    this.#file = file
  }

  block(nested: boolean): readonly Directive[] {
    const directives: Directive[] = []
    for (;;) {
      this.#skip()
      const char = this.#text[this.#at]
      if (char === undefined) {
        if (nested) throw new Error('a block is not closed')
        return directives
      }
      if (char === '}') {
        if (!nested) throw new Error('there is a } too many')
        this.#at++
        return directives
      }
      directives.push(this.#directive())
    }
  }

  #directive(): Directive {
    const start = this.#at
    const words: string[] = []
    for (;;) {
      this.#skip()
      const char = this.#text[this.#at]
      if (char === undefined || char === '}') throw new Error(`\`${words[0] ?? ''}\` does not end with a semicolon`)
      const [name = '', ...args] = words
      const file = this.#file
      if (char === ';') return { file, name, args, start, end: ++this.#at }
      if (char === '{') {
        const inside = ++this.#at
        if (name.endsWith('_by_lua_block')) return { file, name, args, start, end: this.#lua() }
        const block = this.block(true)
        return { file, name, args, start, end: this.#at, block, inside }
      }
      words.push(this.#word())
    }
  }

  #skip(): void {
    const gap = /(?:\s+|#[^\n]*)*/y
    gap.lastIndex = this.#at
    this.#at += gap.exec(this.#text)?.[0].length ?? 0
  }

  #word(): string {
    const quote = this.#text[this.#at]
    if (quote === '"' || quote === "'") return this.#quoted(quote)
    // `${name}` and a backslash carry characters that would end a word.
    const word = /(?:\$\{|\\[\s\S]|[^\s;{}\\])(?:\$\{[^}]*\}|\\[\s\S]|[^\s;{\\])*/y
    word.lastIndex = this.#at
    const text = word.exec(this.#text)?.[0]
    if (text === undefined) throw new Error('a word cannot be read')
    this.#at += text.length
    return text
  }

  #quoted(quote: string): string {
    const from = ++this.#at
    while (this.#at < this.#text.length && this.#text[this.#at] !== quote)
      this.#at += this.#text[this.#at] === '\\' ? 2 : 1
    if (this.#at >= this.#text.length) throw new Error('a quote is not closed')
    return this.#text.slice(from, this.#at++).replaceAll(`\\${quote}`, quote)
  }

  /** Lua is skipped by its braces. */
  #lua(): number {
    for (let depth = 1; depth > 0; this.#at++) {
      const char = this.#text[this.#at]
      if (char === undefined) throw new Error('a block of Lua is not closed')
      depth += char === '{' ? 1 : char === '}' ? -1 : 0
    }
    return this.#at
  }
}
