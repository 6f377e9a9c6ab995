/** The modes that are in a tree, as recurse.sh counts them: `d755*1 f644*3 `. Pure. */
import type { State } from '../kind.ts'

/** Of each mode (`f644`), how many files or directories have it. Links have none. */
export type Counts = ReadonlyMap<string, number>

/** Undefined: they were not read. */
export function countsOf(state: State | null): Counts | undefined {
  if (typeof state?.counts !== 'string') return undefined
  return new Map([...state.counts.matchAll(/([a-z]\d+)\*(\d+)/g)].map(([, mode = '', n]) => [mode, Number(n)]))
}

/** The fields of a tree: `modes` is what users see. */
export function modeFields(counts: Counts): State {
  const all = [...counts].filter(([, n]) => n > 0).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return { modes: all.map(([mode]) => `${mode} `).join(''), counts: all.map(([mode, n]) => `${mode}*${n} `).join('') }
}

/** After one of the files or directories has become another, has come (`before` null) or has gone (`after` null). */
export function replaced(counts: Counts, before: State | null, after: State | null): Counts {
  const less = before === null ? counts : added(counts, modeText(before), -1)
  return after === null ? less : added(less, modeText(after), 1)
}

/** After each has another mode. */
export function mapped(counts: Counts, become: (one: State) => State): Counts {
  const after = (mode: string): string => mode.slice(0, 1) + modeText(become(stateIn(mode))).slice(1)
  return [...counts].reduce<Counts>((all, [mode, n]) => added(all, after(mode), n), new Map())
}

function added(counts: Counts, mode: string, n: number): Counts {
  return mode === '' ? counts : new Map([...counts, [mode, (counts.get(mode) ?? 0) + n]])
}

/** Type and mode of a path that has this one. */
export function stateIn(mode: string): State {
  return { type: mode.startsWith('d') ? 'directory' : 'file', mode: mode.slice(1).padStart(4, '0') }
}

const modeText = ({ type, mode }: State): string =>
  type === 'link' ? '' : `${type === 'directory' ? 'd' : 'f'}${String(mode).replace(/^0+(?=.)/, '')}`
