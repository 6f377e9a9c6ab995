/** Folders that shall be there. */
import { type HostView, Refusal } from '../engine/module.ts'
import type { Ref, Want } from '../resources/kind.ts'
import { type Ownership, ownedState } from './file.ts'
import { directoryOf } from './paths.ts'
import { path, see, want } from './refs.ts'

export const directoryRefs = (folders: readonly string[]): readonly Ref[] => folders.map(folder => path(folder))

/**
 * Wants for those of `folders` that are missing, outermost first; each gets the given owner, group and mode. As mkdir does, one in
 * a setgid directory has its group, and is setgid itself where no mode is given.
 */
export function directoryWants(folders: readonly string[], args: Ownership, observed: HostView): readonly Want[] {
  let inherited: Inherited | undefined = args.group !== undefined && args.mode !== undefined ? {} : undefined
  return folders
    .filter(folder => !isFolder(folder, observed))
    .map(folder => {
      inherited ??= inheritedFrom(directoryOf(folder), observed)
      const state = { type: 'directory', ...inherited, ...ownedState(args, observed, null, true) } as const
      if (!isSetgid(state.mode)) inherited = {}
      const onlyGrows = folders.includes(directoryOf(folder)) && isAppendOnly(directoryOf(folder), observed)
      return want(path(folder), state, onlyGrows ? { how: { onlyGrows } } : {})
    })
}

type Inherited = { readonly group?: string; readonly mode?: string }

function inheritedFrom(directory: string, observed: HostView): Inherited {
  const above = directory === '/' ? null : see(observed, path(directory))
  return above !== null && isSetgid(above.mode) ? { group: above.group, mode: '2755' } : {}
}

/** What lies in it is not removed again. */
const isAppendOnly = (folder: string, observed: HostView): boolean =>
  see(observed, path(folder))?.held === 'append-only'

const isSetgid = (mode: string | undefined): boolean => mode !== undefined && (Number.parseInt(mode, 8) & 0o2000) !== 0

function isFolder(folder: string, observed: HostView): boolean {
  const state = see(observed, path(folder))
  if (state === null || state.type === 'directory') return state !== null
  throw new Refusal(`${folder} exists and is not a directory but a ${state.type}`)
}
