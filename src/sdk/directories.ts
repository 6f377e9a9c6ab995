/** Folders that shall be there. */
import { type HostView, Refusal } from '../engine/module.ts'
import type { Ref, Want } from '../resources/kind.ts'
import { type Ownership, ownedState } from './file.ts'
import { path, see, want } from './refs.ts'

export const directoryRefs = (folders: readonly string[]): readonly Ref[] => folders.map(folder => path(folder))

/** Wants for those of `folders` that are missing, outermost first; each gets the given owner, group and mode. */
export function directoryWants(folders: readonly string[], args: Ownership, observed: HostView): readonly Want[] {
  return folders
    .filter(folder => !isFolder(folder, observed))
    .map(folder => want(path(folder), { type: 'directory', ...ownedState(args, observed, null, true) }))
}

function isFolder(folder: string, observed: HostView): boolean {
  const state = see(observed, path(folder))
  if (state === null || state.type === 'directory') return state !== null
  throw new Refusal(`${folder} exists and is not a directory but a ${state.type}`)
}
