/** What is wrong with a YAML text before it is data: syntax, tags, several documents, characters that YAML forbids. */
import type { Document, YAMLError } from 'yaml'
import type { Diagnostic } from '../../errors/diagnostic.ts'
import { placeAt, type Text } from './locate.ts'

/** Syntax errors, and tags that nothing resolves. */
export function problemsOf(doc: Document, text: Text): Diagnostic[] {
  return onePerLine([...doc.errors, ...doc.warnings].map(error => toDiagnostic(error, text)))
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

/** A file that `ansible-vault` has encrypted as a whole. */
export function vaultFile(text: Text): Diagnostic[] {
  if (!text.text.startsWith('$ANSIBLE_VAULT')) return []
  const message = 'A file encrypted by ansible-vault cannot be read yet.'
  return [{ code: 'not-supported', message, place: placeAt(0, 14, text) }]
}

function toDiagnostic(error: YAMLError, text: Text): Diagnostic {
  const [from, to] = error.pos
  const place = placeAt(from, Math.max(1, to - from), text)
  const tag = /^Unresolved tag: (.*)$/s.exec(error.message)?.[1]?.replace(/^tag:yaml.org,2002:/, '!!')
  if (tag !== undefined)
    return {
      code: 'not-supported',
      message: `The YAML tag \`${tag}\` is not supported.`,
      place,
      ...(tag === '!vault' ? { hint: 'Values encrypted by ansible-vault cannot be read yet.' } : {}),
    }
  const hint = /(?:^|[:-])\s+\{\{/.test(place.source ?? '') ? templateHint : hints[error.code]
  const message = messages[error.code] ?? readable(error.message)
  return {
    code: error.code === 'MULTIPLE_DOCS' ? 'not-supported' : 'yaml-syntax',
    message,
    place,
    ...(hint ? { hint } : {}),
  }
}

function readable(message: string): string {
  if (/^Missing closing ["']quote/.test(message)) return 'A quoted text is not closed.'
  if (/call stack/.test(message)) return 'The file is nested too deeply.'
  return message.replace(/\.?$/, '.')
}

const templateHint = 'A value that begins with {{ must be quoted: "{{ name }}".'

const messages: Record<string, string> = {
  MULTIPLE_DOCS: 'The file holds several YAML documents; one is expected.',
  NON_STRING_KEY: 'A key must be plain text.',
  TAB_AS_INDENT: 'A tab indents this line.',
}

const hints: Record<string, string> = {
  TAB_AS_INDENT: 'Indent with spaces.',
  MULTIPLE_DOCS: 'Put each document into a file of its own.',
  BLOCK_AS_IMPLICIT_KEY: 'Quote a value that contains `: `.',
  BAD_SCALAR_START: 'Quote a value that begins with this character.',
  BAD_INDENT: 'Keys of one mapping begin at the same column.',
}
