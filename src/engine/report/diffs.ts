/** What a change looks like: file content as text before and after, anything else as `field: value` lines. */
import { kindOf } from '../../resources/index.ts'
import type { State } from '../../resources/kind.ts'
import type { Diff } from '../events.ts'
import type { Change } from '../plan/change.ts'

/** Characters of each side that an event carries. */
const cap = 65_536

export function renderDiffs(changes: readonly Change[]): readonly Diff[] {
  return changes.filter(change => !change.quiet).map(diffOf)
}

function diffOf(change: Change): Diff {
  const { want, before, after } = change
  if (want.kind === 'path') return pathDiff(change)
  const hidden = new Set(kindOf(want.kind).hidden)
  const shown = want.state === null ? Object.keys(before ?? {}) : Object.keys(want.state)
  const fields = shown.filter(field => !hidden.has(field))
  return {
    path: `${want.kind} ${want.id}`,
    before: before === null ? null : asLines(before, fields),
    after: after === null ? null : asLines(after, fields),
    truncated: false,
  }
}

function asLines(state: State, fields: readonly string[]): string {
  return fields.map(field => `${field}: ${asText(state[field])}\n`).join('')
}

function pathDiff({ want, before, after, fields }: Change): Diff {
  // A link is changed and removed itself; anything else is done to what is behind it.
  const itself = after === null || after.type === 'link'
  const isGone = after === null && before?.target !== undefined
  const sides = [isGone ? '' : textOf(before), textOf(after)] as const
  const contentDiffers = want.content !== undefined && before?.sha256 !== after?.sha256
  const differing = isGone ? ['target'] : fields.filter(field => !['sha256', 'size', 'text'].includes(field))
  const meta = before === null ? newMeta(after) : differing
  return {
    path: !itself && typeof before?.resolved === 'string' ? before.resolved : want.id,
    before: before === null ? null : contentDiffers || after === null ? clip(sides[0]) : '',
    after: after === null ? null : contentDiffers ? clip(sides[1]) : '',
    truncated: sides.some(side => side.length > cap),
    fields: meta.map(name => ({ name, before: asText(before?.[name]), after: asText(after?.[name]) })),
  }
}

function newMeta(after: State | null): readonly string[] {
  return after === null ? [] : ['type', 'owner', 'group', 'mode', 'target'].filter(field => after[field] !== undefined)
}

function textOf(state: State | null): string {
  if (state === null) return ''
  if (typeof state.text === 'string') return state.text
  if (state.type !== 'file') return ''
  return `(not shown: ${state.text === null ? 'binary or large' : 'not read'}, ${state.size ?? 0} bytes)\n`
}

function clip(text: string): string {
  return text.length > cap ? text.slice(0, cap) : text
}

function asText(value: State[string]): string {
  if (value === undefined) return '-'
  return Array.isArray(value) ? value.join(' ') : String(value)
}
