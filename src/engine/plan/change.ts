/** Compares what is wanted with what is. Modules never say "changed": this does. */
import { kindOf } from '../../resources/index.ts'
import type { State, Want, Writer } from '../../resources/kind.ts'
import { decodeText, encodeText } from '../../resources/text.ts'

export type Change = {
  readonly want: Want
  readonly before: State | null
  readonly after: State | null
  /** The wanted fields that differ; empty where the resource is made or removed. */
  readonly fields: readonly string[]
  /** Waiting or refreshing a cache: done, but not called a change. */
  readonly quiet: boolean
}

/** The change from `before` to what is wanted; null where nothing is to be done. */
export function planChange(want: Want, before: State | null, writer?: Writer): Change | null {
  const kind = kindOf(want.kind)
  const always = kind.traits?.includes('silent') ?? false
  if (want.state === null) return before === null ? null : { want, before, after: null, fields: [], quiet: always }
  const fields = before === null ? [] : differing(want.state, before)
  if (before !== null && fields.length === 0 && !kind.traits?.includes('writeOnly')) return null
  const quiet = always || (fields.length > 0 && fields.every(field => kind.quietFields?.includes(field)))
  const merged = kind.merge ? kind.merge(before, want.state, want.id, writer) : { ...before, ...want.state }
  return { want, before, after: withContent(merged, want), fields, quiet }
}

/** The wanted fields that the state does not have. */
export function differing(wanted: State, state: State): readonly string[] {
  return Object.keys(wanted).filter(field => wanted[field] !== undefined && !same(wanted[field], state[field]))
}

function same(a: State[string], b: State[string]): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((value, i) => value === b[i])
  return a === b
}

/** So that a later task that edits the file sees the text that an earlier one would write. */
function withContent(state: State, want: Want): State {
  if (want.content === undefined)
    return want.kept === undefined || state.text === undefined ? state : withoutText(state)
  const bytes = encodeText(want.content)
  return { ...state, text: decodeText(bytes), size: bytes.length }
}

/** Of content that only the host has no text is known, least of all the one that it replaces. */
function withoutText({ text: _, ...state }: State): State {
  return { ...state, text: null }
}
