/** Which entry of tmpfiles.d decides over a path at boot: of several that create it, that of the file whose name sorts first. */
import type { HostView } from '../engine/module.ts'
import { nameOf } from './paths.ts'
import { see, tmpfiles } from './refs.ts'

export type TmpfilesEntry = {
  readonly file: string
  /** `FILE:LINE` */
  readonly at: string
  readonly type: string
  readonly owner: string
  readonly group: string
  readonly mode: string
}

export function readTmpfiles(id: string, observed: HostView): readonly TmpfilesEntry[] {
  return (see(observed, tmpfiles(id))?.entries ?? []).map(line => {
    const [at = '', type = '', mode = '-', owner = '-', group = '-'] = line.split(' ')
    return { file: at.replace(/:\d+$/, ''), at, type, owner, group, mode: mode.replace(/^[~:]/, '').padStart(4, '0') }
  })
}

/** The entry that makes the directory. */
export function findWinner(entries: readonly TmpfilesEntry[]): TmpfilesEntry | undefined {
  const making = entries.filter(({ type }) => /^[dDqQve]/.test(type))
  return making.toSorted((a, b) => (nameOf(a.file) < nameOf(b.file) ? -1 : nameOf(a.file) > nameOf(b.file) ? 1 : 0))[0]
}

/** Entries that set owner or mode of what is there, whichever file made it. */
export const findAdjusting = (entries: readonly TmpfilesEntry[]): readonly TmpfilesEntry[] =>
  entries.filter(({ type }) => /^[zZmaA]/.test(type))

type Owned = { readonly owner: string; readonly group: string; readonly mode: string }

/** Whether the entry leaves the path as it is wanted. */
export function agrees(entry: TmpfilesEntry, { owner, group, mode }: Owned): boolean {
  const says = (said: string, wanted: string): boolean => said === wanted || said.replace(/^0+/, '') === '-'
  return says(entry.owner, owner) && says(entry.group, group) && says(entry.mode, mode.padStart(4, '0'))
}
