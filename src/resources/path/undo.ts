/** How a change of a path is taken back: content that is replaced and trees that are removed are kept on the host. */
import { createHash } from 'node:crypto'
import { posix } from 'node:path'
import type { ResourceChange, State, Undo, Want } from '../kind.ts'
import { changedPath, writesContent } from './script.ts'

export function undoPath(change: ResourceChange, name: string): Undo {
  const undo = undoOf(change, name)
  if ('cannot' in undo || !isUnitFile(change.want.id)) return undo
  // systemd must load what is on disk before a unit starts again.
  return { ...undo, wants: undo.wants?.map(want => ({ ...want, how: { ...want.how, reload: true } })) ?? [] }
}

function undoOf(change: ResourceChange, name: string): Undo {
  const { want, before, after } = change
  const ref = { kind: want.kind, id: want.id, ...(want.together && { together: want.together }) }
  if (want.how?.onlyGrows === true)
    return { cannot: `${posix.dirname(want.id)} is append-only: nothing is removed from it` }
  if (before === null) return { wants: [removal(ref, want.kept === undefined && after?.type === 'directory')] }
  const wasLink = before.target !== undefined
  if (wasLink && (after === null || after.type === 'link')) {
    const owned = before.type === 'link' ? { owner: before.owner, group: before.group } : {}
    return { wants: [{ ...ref, state: { target: before.target, ...owned } }] }
  }
  if (after === null && before.type === 'directory') return undoTree(change, name)
  if (after !== null && after.type === before.type && !writesContent(change)) return undoMeta(ref, before)
  if (before.type !== 'file') return { cannot: `swk does not create a ${before.type} again` }
  if (typeof before.sha256 !== 'string') return { cannot: `its ${before.size} bytes are too many to be kept` }
  const isShared = String(before.held).endsWith('hard links')
  return {
    ...(isShared && { loses: `${want.id} has other names (hard links); it comes back as a file of its own` }),
    // A link in the place of a file goes first: the file would be written to its target.
    wants: [...(after?.type === 'link' ? [{ ...ref, state: null }] : []), restored(ref, before)],
    keep: [{ path: changedPath(change), name: before.sha256 }],
  }
}

/** A directory that was created is removed only when it is empty: what lies in it by then is not swk's. */
const removal = (ref: Pick<Want, 'kind' | 'id'>, isNewDirectory: boolean): Want => ({
  ...ref,
  state: null,
  ...(isNewDirectory ? { how: { onlyEmpty: true } } : {}),
})

function undoTree(change: ResourceChange, name: string): Undo {
  const { want, before } = change
  const { owner, group, mode } = before as State
  const path = changedPath(change)
  const kept = `${name}.${createHash('sha256').update(path).digest('hex').slice(0, 12)}`
  const state = { type: 'directory', owner, group, mode }
  return { wants: [{ kind: want.kind, id: want.id, state, kept }], keep: [{ path, name: kept }] }
}

const undoMeta = (ref: Pick<Want, 'kind' | 'id'>, { owner, group, mode }: State): Undo => ({
  wants: [{ ...ref, state: { owner, group, mode } }],
})

function restored(ref: Pick<Want, 'kind' | 'id'>, { owner, group, mode, sha256 }: State): Want {
  return { ...ref, state: { type: 'file', owner, group, mode, sha256 }, kept: String(sha256) }
}

const isUnitFile = (path: string): boolean => /\/systemd\//.test(path)
