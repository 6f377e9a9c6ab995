/** Texts -> trees. Throws TemplateFailure for what is no Jinja. */
import { TemplateFailure } from '../failure.ts'
import type { Expression, Statement } from './ast.ts'
import { Cursor } from './cursor.ts'
import { parseExpression as readExpression } from './expression.ts'
import { defaultOptions, type LexOptions, lexExpression, lexTemplate, type Token } from './lexer.ts'
import { parseBody } from './statement.ts'

export type ParseOptions = LexOptions & {
  /** Playbook texts: Ansible doubles the backslashes within `{{ }}`. */
  readonly keepBackslashes: boolean
}

export const playbookOptions: ParseOptions = { ...defaultOptions, keepBackslashes: true }
export const fileOptions: ParseOptions = { ...defaultOptions, keepBackslashes: false }

/** What was read of a text: its tree, or why there is none, with the names that stand in it all the same. */
export type Parsed<T> =
  | { readonly type: 'tree'; readonly tree: T }
  | { readonly type: 'failed'; readonly failure: TemplateFailure; readonly names: ReadonlySet<string> }

export function parseTemplate(text: string, options: ParseOptions): Parsed<readonly Statement[]> {
  return attempt(
    () => lexTemplate(text, options),
    options.keepBackslashes,
    cursor => parseBody(cursor),
  )
}

/** A condition, or the inside of `{{ }}`. */
export function parseCondition(text: string): Parsed<Expression> {
  return attempt(
    () => lexExpression(text),
    false,
    cursor => {
      const tree = readExpression(cursor)
      if (!cursor.is('end')) throw cursor.unexpected('the end of the expression')
      return tree
    },
  )
}

function attempt<T>(lex: () => Token[], keepBackslashes: boolean, parse: (cursor: Cursor) => T): Parsed<T> {
  let cursor: Cursor | undefined
  try {
    cursor = new Cursor(lex(), keepBackslashes)
    return { type: 'tree', tree: parse(cursor) }
  } catch (error) {
    const failure =
      error instanceof RangeError
        ? new TemplateFailure({ code: 'template-error', message: 'the template is nested too deeply' })
        : error
    if (!(failure instanceof TemplateFailure)) throw error
    return { type: 'failed', failure, names: cursor?.names ?? new Set() }
  }
}
