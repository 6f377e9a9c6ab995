/** A template or expression, read once: what it uses, and its text as minijinja must get it. */
import { type Piece, rewrite, type Uses, undefinedMark } from './chain.ts'
import { type Segment, segments, type Token, tokens } from './lex.ts'
import { Locals } from './locals.ts'
import { statement } from './statement.ts'

export type Analysis = Uses & {
  readonly pieces: readonly Piece[]
  /** Statements that need other files: include, import, extends. */
  readonly files: boolean
  /** The tokens of an expression, or of a template that is exactly one `{{ expression }}`. */
  readonly single?: readonly Token[]
}

/** Reads a condition or the inside of `{{ }}`. */
export const analyseExpression = remember((text: string): Analysis => {
  const uses = nothing()
  const list = tokens(text, 0).tokens
  return { ...uses, pieces: rewrite(list, uses, new Locals()), files: false, single: list }
})

/** Reads a text with `{{ }}` and `{% %}`. Outputs are made text as Python does it (filter swk_text). */
export const analyseTemplate = remember((text: string): Analysis => {
  const uses = nothing()
  const locals = new Locals()
  const list = segments(text)
  let files = false
  const pieces = list.flatMap((segment): Piece[] => {
    if (segment.type === 'text') return [segment.text]
    if (segment.type === 'output') return output(segment)
    if (/^(include|import|from|extends)$/.test(segment.tokens[0]?.text ?? '')) files = true
    return [segment.open, ...statement(segment.tokens, uses, locals), segment.tail, segment.close]
  })
  return { ...uses, pieces, files, ...(single(list) && { single: single(list) }) }

  function output({ open, tokens: list, tail, close }: Exclude<Segment, { type: 'text' }>): Piece[] {
    const inner = rewrite(list, uses, locals)
    return close && list.length > 0 ? [open, '(', ...inner, ')|swk_text', tail, close] : [open, ...inner, tail, close]
  }
})

/** Names of variables whose values a text may need: all but what it defines itself, filters, tests and attributes. */
export function names(text: string): Set<string> {
  return new Set(analyseTemplate(text).names.keys())
}

/** The same for a condition (when, changed_when). */
export function conditionNames(text: string): Set<string> {
  return new Set(analyseExpression(text).names.keys())
}

/** The text for minijinja; `missing` names fail where they are used. */
export function compose(analysis: Analysis, missing: ReadonlySet<string>): string {
  return analysis.pieces
    .map(piece =>
      typeof piece === 'string' ? piece : missing.has(piece.free) ? `${piece.free}.${undefinedMark}` : piece.free,
    )
    .join('')
}

function single(list: readonly Segment[]): readonly Token[] | undefined {
  const [only, ...more] = list
  return only?.type === 'output' && more.length === 0 && only.close !== '' ? only.tokens : undefined
}

function nothing(): Uses {
  return { names: new Map(), filters: new Set(), tests: new Set(), functions: new Set() }
}

/** A playbook's texts are few and come again for each host. */
function remember<T>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>()
  return text => {
    const found = known.get(text)
    if (found) return found
    const result = read(text)
    if (known.size > 10_000) known.clear()
    known.set(text, result)
    return result
  }
}
