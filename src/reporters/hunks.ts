/** Where two texts differ, as hunks of a unified diff, in bounded time. Pure. */
import { type StructuredPatchHunk, structuredPatch } from 'diff'

/** Lines to insert and delete up to which the shortest diff is looked for: at most 20 ms, in which all hosts wait. */
const mostEdits = 500
/** Lines up to which both sides are shown whole where the search was given up. */
const mostLines = 5000

/** Undefined where the sides are long and have little in common. */
export function hunksOf(before: string, after: string): readonly StructuredPatchHunk[] | undefined {
  const options = { context: 3, maxEditLength: mostEdits }
  const patch = before && after ? structuredPatch('', '', before, after, undefined, undefined, options) : undefined
  if (patch) return patch.hunks
  const was = rawLines(before)
  const is = rawLines(after)
  if (was.length + is.length > mostLines) return undefined
  const lines = [...marked('-', was, before), ...marked('+', is, after)]
  return [{ oldStart: 1, oldLines: was.length, newStart: 1, newLines: is.length, lines }]
}

export function rawLines(text: string): string[] {
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  return lines
}

function marked(mark: string, lines: readonly string[], text: string): string[] {
  const all = lines.map(line => mark + line)
  return text === '' || text.endsWith('\n') ? all : [...all, '\\ No newline at end of file']
}

export function reachesEnd(hunk: StructuredPatchHunk, before: string, after: string): boolean {
  const { oldStart, oldLines, newStart, newLines } = hunk
  return oldStart + oldLines > rawLines(before).length || newStart + newLines > rawLines(after).length
}

export function head({ oldStart, oldLines, newStart, newLines }: StructuredPatchHunk): string {
  return `@@ -${range(oldStart, oldLines)} +${range(newStart, newLines)} @@`
}

/** As GNU diff writes it: a side without lines begins before its first line. */
function range(start: number, lines: number): string {
  if (lines === 1) return `${start}`
  return lines === 0 ? `${start - 1},0` : `${start},${lines}`
}
