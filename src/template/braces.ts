/** Conditions with `{{ }}` in them, as Ansible took them: what stands in the braces becomes a part of the condition. Pure. */

const part = /\{\{([\s\S]*?)\}\}/g
const literal =
  /'(?:\{\{[\s\S]*?\}\}|[^'\\]|\\[\s\S])*'|"(?:\{\{[\s\S]*?\}\}|[^"\\]|\\[\s\S])*"|\{\{[\s\S]*?\}\}|[\s\S]/g

/**
 * The condition as one expression, so that a value stays a value: it is never read as part of the condition itself. Undefined
 * where there are no braces, where there is nothing but one pair, and where statements or comments stand in it.
 */
export function withoutBraces(condition: string, unquoted: Unquoted = inner => `(${inner})`): string | undefined {
  if (!condition.includes('{{') || /\{[%#]/.test(condition)) return undefined
  const pieces = condition.trim().match(literal) ?? []
  if (pieces.length === 1 && pieces[0]?.startsWith('{{')) return undefined
  return pieces.map(piece => withoutBracesIn(piece, unquoted)).join('')
}

/** What takes the place of braces outside of quotes. */
type Unquoted = (inner: string) => string

function withoutBracesIn(piece: string, unquoted: Unquoted): string {
  if (piece.length === 1 || !piece.includes('{{')) return piece
  if (piece.startsWith('{{')) return unquoted(piece.slice(2, -2))
  const quote = piece[0] ?? ''
  return `(${piece.replace(part, (_, inner: string) => `${quote} ~ (${inner}) ~ ${quote}`)})`
}
