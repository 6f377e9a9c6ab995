/** Modules that edit text files: the edit is a pure function from the old text to the new one. */
import { type HostView, Refusal } from '../engine/module.ts'
import type { Ref, Want } from '../resources/kind.ts'
import { directoryRefs, directoryWants } from './directories.ts'
import { fileWant, type Ownership, ownedState, ownerRefs } from './file.ts'
import { foldersAbove } from './paths.ts'
import { path, see, want } from './refs.ts'

type Edited = Ownership & {
  readonly path: string
  readonly create: boolean
  readonly state: 'present' | 'absent'
  readonly validate?: readonly string[] | undefined
}

export function editRefs(args: Edited): readonly Ref[] {
  return [path(args.path, 'content'), ...directoryRefs(foldersAbove(args.path)), ...ownerRefs(args)]
}

/** The wants of an edited file. What is not there is made only with `create`; there is nothing to take out of it. */
export function editWants(args: Edited, observed: HostView, edit: (text: string) => string): readonly Want[] {
  if (see(observed, path(args.path))?.type === 'directory')
    throw new Refusal(`${args.path} is not a file but a directory`, {
      result: { msg: `Path ${args.path} is a directory !`, rc: 256 },
    })
  const before = observed.text(args.path)
  if (before === null && args.state === 'absent') return []
  if (before === null && !args.create) {
    throw new Refusal(`${args.path} does not exist`, {
      hint: '`create: true` would create it.',
      result: { msg: `Destination ${args.path} does not exist !`, rc: 257 },
    })
  }
  const after = edit(before ?? '')
  if (before === after) {
    return [want(path(args.path), { type: 'file', ...ownedState(args, observed, see(observed, path(args.path))) })]
  }
  const folders = directoryWants(foldersAbove(args.path), {}, observed)
  if (folders.length > 0) return [...folders, fileWant(args.path, after, { ...args, folderIsWanted: true }, observed)]
  return [fileWant(args.path, after, args, observed)]
}
