/** One changed resource as lines: in words, as attributes that differ, as a unified diff. Pure. */
import type { Diff } from '../engine/events.ts'
import type { Colour } from './colour.ts'
import { escaped, escapedLines } from './escape.ts'
import { head, hunksOf, rawLines, reachesEnd } from './hunks.ts'

/** No line has a line end; all text is escaped. */
export function diffLines(diff: Diff, colour: Colour, arrow = '->'): string[] {
  // A change in words needs no fields next to it.
  if (diff.title !== undefined) return [colour(meaningOf(diff), escaped(diff.title))]
  if (!diff.path.startsWith('/')) return stateLines(diff, colour)
  const content = contentLines(diff, colour)
  if (content.length === 0) return [withoutContent(diff, colour, arrow)]
  return [...headers(diff, colour), ...attributeLine(diff, colour, arrow), ...content]
}

const meaningOf = ({ before, after }: Diff) => (before === null ? 'added' : after === null ? 'removed' : 'strong')

function headers({ path, before, after }: Diff, colour: Colour): string[] {
  return [
    colour('strong', `--- ${before === null ? '/dev/null' : escaped(path)}`),
    colour('strong', `+++ ${after === null ? '/dev/null' : escaped(path)}`),
  ]
}

/** Only the attributes differ, or there is no content to show. */
function withoutContent(diff: Diff, colour: Colour, arrow: string): string {
  const path = escaped(diff.path)
  if (diff.after === null) return colour('removed', `remove ${path}`)
  if (diff.before !== null) return `${colour('strong', path)}${changedAttributes(diff, colour, arrow)}`
  return colour('added', `create ${typeOf(diff)} ${path}${attributesOfNew(diff)}`)
}

/** Between the header of a diff and its content. */
function attributeLine(diff: Diff, colour: Colour, arrow: string): string[] {
  if ((diff.fields ?? []).length === 0 || diff.after === null) return []
  if (diff.before === null) return [colour('added', `new ${typeOf(diff)}${attributesOfNew(diff)}`)]
  return [changedAttributes(diff, colour, arrow).slice(': '.length)]
}

const typeOf = ({ fields = [] }: Diff): string => escaped(fields.find(({ name }) => name === 'type')?.after ?? 'file')

/** ", owner root, group root, mode 0755". */
function attributesOfNew({ fields = [] }: Diff): string {
  const shown = fields.filter(({ name }) => name !== 'type')
  return shown.map(({ name, after }) => `, ${name} ${escaped(after)}`).join('')
}

/** ": owner root -> www-data, mode 0644 -> 0660". */
function changedAttributes({ fields = [] }: Diff, colour: Colour, arrow: string): string {
  const parts = fields.map(({ name, before: was, after: is }) =>
    [name, colour('removed', escaped(was)), arrow, colour('added', escaped(is))].join(' '),
  )
  return parts.length === 0 ? '' : `: ${parts.join(', ')}`
}

/** State of a resource other than a file: few lines, all shown, no line numbers. */
function stateLines({ path, before, after }: Diff, colour: Colour): string[] {
  const what = before === null ? ' (new)' : after === null ? ' (removed)' : ''
  return [colour('strong', escaped(path)) + colour('faint', what), ...changedLines(before, after, colour)]
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
  if (before === after) return diff.truncated ? [colour('faint', 'differs after the part that is shown')] : []
  const hunks = hunksOf(before, after)
  if (!hunks) return [colour('faint', tooDifferent(before, after))]
  // The last lines of a side that was cut may look removed although they are not.
  const shown = diff.truncated ? hunks.filter(hunk => !reachesEnd(hunk, before, after)) : hunks
  const lines = shown.flatMap(hunk => [colour('place', head(hunk)), ...hunk.lines.map(line => paintLine(line, colour))])
  return diff.truncated ? [...lines, colour('faint', 'longer than the part that is shown')] : lines
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
