/** A diagnostic as people read it: code, message, place, the source line with a caret, found, expected, hint. Pure. */
import type { Diagnostic, Place } from './diagnostic.ts'
import { printable } from './printable.ts'
import { textWidth } from './width.ts'

/** What a piece of a frame is, for whoever colours it. */
export type Part = 'error' | 'message' | 'gutter' | 'place' | 'source' | 'caret' | 'label' | 'hint'

/** Colours a piece of a frame; the text is already printable. */
export type Paint = (part: Part, text: string) => string

export type FrameOptions = {
  /** Default: no colours. */
  readonly paint?: Paint
  /** Turns a file's name into what is shown (relative to the working folder). Default: as it is. */
  readonly showFile?: (file: string) => string
}

/** One diagnostic, as lines without a final newline. */
export function renderDiagnostic(diagnostic: Diagnostic, options: FrameOptions = {}): string {
  const paint: Paint = options.paint ?? ((_, text) => text)
  const [first = '', ...rest] = printable(diagnostic.message).split('\n')
  const lines = [
    `${paint('error', `error[${diagnostic.code}]`)}: ${paint('message', first)}`,
    ...rest.map(line => `  ${paint('message', line)}`),
  ]
  const gutter = ' '.repeat(String(diagnostic.place?.line ?? '').length)
  if (diagnostic.place) lines.push(...frame(diagnostic.place, gutter, paint, options.showFile))
  for (const name of ['found', 'expected', 'hint'] as const) {
    const text = diagnostic[name]
    if (text === undefined) continue
    const [head = '', ...more] = printable(text).split('\n')
    const label = `${gutter} ${paint('gutter', '=')} ${paint('label', `${name}:`)} `
    lines.push(label + paint('hint', head), ...more.map(line => `${gutter}   ${paint('hint', line)}`))
  }
  return lines.join('\n')
}

/** All diagnostics, an empty line between them. */
export function renderDiagnostics(diagnostics: readonly Diagnostic[], options: FrameOptions = {}): string {
  return diagnostics.map(one => renderDiagnostic(one, options)).join('\n\n')
}

function frame(place: Place, gutter: string, paint: Paint, showFile = (file: string) => file): string[] {
  const at = `${gutter}${paint('gutter', '-->')} ${paint('place', `${printable(showFile(place.file))}:${place.line}:${place.column}`)}`
  if (place.source === undefined) return [at]
  const { text, column, length } = window(printable(place.source), place.column, place.length ?? 1)
  const before = text.slice(0, column - 1).replace(/[^\t]+/g, part => ' '.repeat(textWidth(part)))
  const carets = '^'.repeat(Math.max(1, textWidth(text.slice(column - 1, column - 1 + length))))
  const bar = paint('gutter', '|')
  return [
    at,
    `${gutter} ${bar}`,
    `${paint('gutter', String(place.line))} ${bar} ${paint('source', text)}`,
    `${gutter} ${bar} ${before}${paint('caret', carets)}`,
  ]
}

const WIDEST = 140

/** The part of a very long line around the caret, so that the frame stays on the screen. */
function window(source: string, column: number, length: number) {
  if (source.length <= WIDEST)
    return { text: source, column, length: Math.min(length, Math.max(1, source.length - column + 1)) }
  const start = Math.max(0, Math.min(column - 1 - 40, source.length - WIDEST))
  const text = `${start > 0 ? '…' : ''}${source.slice(start, start + WIDEST)}${start + WIDEST < source.length ? '…' : ''}`
  const moved = column - start + (start > 0 ? 1 : 0)
  return { text, column: moved, length: Math.min(length, text.length - moved + 1) }
}
