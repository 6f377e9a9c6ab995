/** Renders changes for people and programs: file content as text before and after, anything else as `field: value` lines. */
import { kindOf } from '../../resources/index.ts'
import type { KindDiff, State } from '../../resources/kind.ts'
import type { Diff } from '../events.ts'
import type { Change } from '../plan/change.ts'
import { mergeChanges } from './merge.ts'

/** Characters of each side that an event carries. */
const cap = 65_536

export function renderDiffs(changes: readonly Change[]): readonly Diff[] {
  return mergeChanges(changes.filter(change => !change.quiet)).map(diffOf)
}

function diffOf(change: Change): Diff {
  const { want, before, after } = change
  const kind = kindOf(want.kind)
  if (kind.diff !== undefined) return clipped(change, kind.diff(change))
  const hidden = new Set(kind.hidden)
  const shown = want.state === null ? Object.keys(before ?? {}) : Object.keys(want.state)
  const fields = shown.filter(field => !hidden.has(field))
  const title = kind.describe?.(change)
  return {
    path: `${want.kind} ${want.id}`,
    before: before === null ? null : asLines(before, fields),
    after: after === null ? null : asLines(after, fields),
    truncated: false,
    ...(title === undefined ? {} : { title }),
  }
}

function clipped({ before, after }: Change, { path, before: old, after: next, fields }: KindDiff): Diff {
  return {
    path,
    before: old === null ? null : clip(old),
    after: next === null ? null : clip(next),
    truncated: [old, next].some(side => (side?.length ?? 0) > cap),
    fields: fields.map(name => ({ name, before: asText(before?.[name]), after: asText(after?.[name]) })),
  }
}

function asLines(state: State, fields: readonly string[]): string {
  return fields.map(field => `${field}: ${asText(state[field])}\n`).join('')
}

function clip(text: string): string {
  return text.length > cap ? text.slice(0, cap) : text
}

function asText(value: State[string]): string {
  if (value === undefined) return '-'
  return Array.isArray(value) ? value.join(' ') : String(value)
}
