/** One changed resource as the lines of a unified diff, and what differs beside content. Pure. */
import type { Diff } from '../engine/events.ts'
import type { Colour } from './colour.ts'
import { escaped, escapedLines } from './escape.ts'
import { head, hunksOf, rawLines, reachesEnd } from './hunks.ts'

/** No line has a line end; all text is escaped. */
export function diffLines(diff: Diff, colour: Colour, arrow = '->'): string[] {
  const fields = fieldLines(diff, colour, arrow)
  if (!diff.path.startsWith('/')) return [...stateLines(diff, colour), ...fields]
  const content = contentLines(diff, colour)
  return content.length > 0 ? [...headers(diff, colour), ...fields, ...content] : bare(diff, fields, colour)
}

function headers({ path, before, after }: Diff, colour: Colour): string[] {
  return [
    colour('strong', `--- ${before === null ? '/dev/null' : escaped(path)}`),
    colour('strong', `+++ ${after === null ? '/dev/null' : escaped(path)}`),
  ]
}

/** Only what is beside the content differs, or there is no content to show. */
function bare({ path, before, after }: Diff, fields: readonly string[], colour: Colour): string[] {
  const what = before === null && fields.length === 0 ? ' (new)' : after === null ? ' (removed)' : ''
  return [colour('strong', escaped(path)) + colour('faint', what), ...fields]
}

/** "mode 0644 -> 0660"; of what is new, all in one line: "directory, owner root, group root, mode 0755". */
function fieldLines({ before, fields = [] }: Diff, colour: Colour, arrow: string): string[] {
  if (fields.length === 0) return []
  if (before === null) {
    const parts = fields.map(({ name, after }) => (name === 'type' ? escaped(after) : `${name} ${escaped(after)}`))
    return [colour('added', `new: ${parts.join(', ')}`)]
  }
  return fields.map(({ name, before: was, after: is }) =>
    [name, colour('removed', escaped(was)), arrow, colour('added', escaped(is))].join(' '),
  )
}

/** State of what is no file: few lines, all shown, no line numbers. */
function stateLines({ path, before, after, title: action }: Diff, colour: Colour): string[] {
  // An action leaves no state to compare: that it is done is all there is to say.
  if (action !== undefined) return [colour('strong', escaped(action))]
  const title = escaped(path)
  const lines = changedLines(before, after, colour)
  const what = before === null ? ' (new)' : after === null ? ' (removed)' : ''
  return [colour('strong', title) + colour('faint', what), ...lines]
}

function changedLines(before: string | null, after: string | null, colour: Colour): string[] {
  const was = escapedLines(before ?? '')
  const is = escapedLines(after ?? '')
  return [
    ...was.filter(line => !is.includes(line)).map(line => colour('removed', `-${line}`)),
    ...is.filter(line => !was.includes(line)).map(line => colour('added', `+${line}`)),
  ]
}

function contentLines(diff: Diff, colour: Colour): string[] {
  const before = sideOf(diff.before, diff.truncated)
  const after = sideOf(diff.after, diff.truncated)
  if (before === after) return diff.truncated ? [colour('faint', 'differs further down than is shown here')] : []
  const hunks = hunksOf(before, after)
  if (!hunks) return [colour('faint', tooDifferent(before, after))]
  // The last lines of a side that was cut may look removed, and are not.
  const shown = diff.truncated ? hunks.filter(hunk => !reachesEnd(hunk, before, after)) : hunks
  const lines = shown.flatMap(hunk => [colour('place', head(hunk)), ...hunk.lines.map(line => paintLine(line, colour))])
  return diff.truncated ? [...lines, colour('faint', 'longer than is shown here')] : lines
}

/** A side that was cut ends with a part of a line: it is left out. */
function sideOf(text: string | null, truncated: boolean): string {
  if (text === null) return ''
  return truncated ? text.slice(0, text.lastIndexOf('\n') + 1) : text
}

function paintLine(line: string, colour: Colour): string {
  const text = escaped(line)
  if (line.startsWith('+')) return colour('added', text)
  if (line.startsWith('-')) return colour('removed', text)
  return line.startsWith('\\') ? colour('faint', text) : text
}

function tooDifferent(before: string, after: string): string {
  return `differs, ${Buffer.byteLength(after)} bytes (${rawLines(before).length} lines become ${rawLines(after).length})`
}
