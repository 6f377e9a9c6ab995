/** What is wrong with a YAML text before it is data: syntax, tags, several documents, characters that YAML forbids. */
import { type Document, isCollection, isNode, isScalar, visit, type YAMLError } from 'yaml'
import type { Diagnostic } from '../errors/diagnostic.ts'
import { placeAt, type Text } from './locate.ts'
import { wording } from './wording.ts'

/** Nobody reads more; a file that is no YAML at all can have thousands. */
const MOST = 20

/** Syntax errors, and tags that nothing resolves. */
export function problemsOf(doc: Document, text: Text): Diagnostic[] {
  const sorted = [...doc.errors, ...doc.warnings].sort((a, b) => a.pos[0] - b.pos[0])
  const distinct = sorted.filter((error, i) => error.pos[0] !== sorted[i - 1]?.pos[0]).slice(0, MOST)
  return onePerLine(distinct.map(error => toDiagnostic(error, doc, text)))
}

/** In the order of the file, one a line: what follows on a line is mostly only its echo. */
export function onePerLine(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const sorted = [...diagnostics].sort((a, b) => order(a) - order(b))
  return sorted.filter((one, i) => one.place?.line !== sorted[i - 1]?.place?.line)
}

const order = ({ place }: Diagnostic) => (place ? place.line * 1e6 + place.column : 0)

/** An error beside which the rest of the document can still be trusted. */
export function isAboutMeaning(error: YAMLError): boolean {
  return error.code === 'NON_STRING_KEY' || error.code === 'TAG_RESOLVE_FAILED'
}

/** Control characters, which YAML forbids and which a terminal would obey. */
export function controlCharacters(text: Text): Diagnostic[] {
  const at = text.text.search(/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/)
  if (at < 0) return []
  const hex = text.text.charCodeAt(at).toString(16).padStart(2, '0')
  return [
    { code: 'yaml-syntax', message: `The file holds a control character (0x${hex}).`, place: placeAt(at, 1, text) },
  ]
}

function toDiagnostic(error: YAMLError, doc: Document, text: Text): Diagnostic {
  const [from, to] = error.pos
  const open = unclosed(error, doc)
  const place =
    open === undefined ? placeAt(behindBlanks(from, text.text), Math.max(1, to - from), text) : placeAt(open, 1, text)
  const tag = /^Unresolved tag: (.*)$/s.exec(error.message)?.[1]?.replace(/^tag:yaml.org,2002:/, '!!')
  if (tag !== undefined) {
    return { code: 'not-supported', message: `The YAML tag \`${tag}\` is not supported.`, place }
  }
  const line = place.source ?? ''
  const code = error.code === 'MULTIPLE_DOCS' ? 'not-supported' : 'yaml-syntax'
  return { code, place, ...wording(error, line, line.slice(place.column - 1)) }
}

/** The parser points at the indentation where it means what is indented. */
function behindBlanks(offset: number, text: string): number {
  const blanks = /[ ]*/y
  blanks.lastIndex = offset
  const skipped = blanks.exec(text)?.[0].length ?? 0
  return /[^\r\n]/.test(text[offset + skipped] ?? '\n') ? offset + skipped : offset
}

/** Where the quote or bracket stands that is never closed: the parser only says where it gave up. */
function unclosed(error: YAMLError, doc: Document): number | undefined {
  if (!/^Missing closing|^Flow (?:map|sequence) .* end with a/.test(error.message)) return undefined
  const quoted = error.code === 'MISSING_CHAR'
  let at: number | undefined
  visit(doc, (_, node) => {
    if (!isNode(node) || node.range?.[1] !== error.pos[0]) return
    const fits = quoted ? isScalar(node) && node.type?.startsWith('QUOTE') : isCollection(node) && node.flow
    if (fits) at = node.range[0]
  })
  return at
}
