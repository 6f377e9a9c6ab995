/** Reads tokens one by one, and notes every name on the way. */
import { syntaxError, type Token, type TokenType } from './lexer.ts'

export class Cursor {
  /** Names that were read so far: all that is known of a text that cannot be parsed. */
  readonly names = new Set<string>()
  /** Backslashes in `{{ }}` are doubled first, as Ansible does in playbooks. */
  readonly keepBackslashes: boolean
  private at = 0
  private readonly tokens: readonly Token[]

  constructor(tokens: readonly Token[], keepBackslashes: boolean) {
    this.tokens = tokens
    this.keepBackslashes = keepBackslashes
  }

  get current(): Token {
    return this.tokens[Math.min(this.at, this.tokens.length - 1)] as Token
  }

  look(ahead = 1): Token {
    return this.tokens[Math.min(this.at + ahead, this.tokens.length - 1)] as Token
  }

  get line(): number {
    return this.current.line
  }

  next(): Token {
    const token = this.current
    this.at++
    return token
  }

  is(type: TokenType, text?: string): boolean {
    return this.current.type === type && (text === undefined || this.current.text === text)
  }

  isOp(...texts: readonly string[]): boolean {
    return this.current.type === 'op' && texts.includes(this.current.text)
  }

  isWord(...texts: readonly string[]): boolean {
    return this.current.type === 'name' && texts.includes(this.current.text)
  }

  /** Takes the operator or word if it is next. */
  skip(text: string): boolean {
    if ((this.current.type !== 'op' && this.current.type !== 'name') || this.current.text !== text) return false
    this.at++
    return true
  }

  expect(type: TokenType, text?: string): Token {
    if (!this.is(type, text)) throw this.unexpected(text ?? type)
    return this.next()
  }

  fail(message: string): Error {
    return syntaxError(message, this.line)
  }

  unexpected(expected: string): Error {
    const { type, text } = this.current
    const found =
      type === 'end'
        ? 'end of template'
        : type === 'block-end' || type === 'output-end'
          ? 'end of the tag'
          : `'${text}'`
    return syntaxError(`unexpected ${found}, expected ${expected}`, this.line)
  }
}
