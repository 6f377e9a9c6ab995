/** A directory of the project with all that is in it, on the host. */
import type { HostView, ProjectFile } from '../engine/module.ts'
import type { Ref, Want } from '../resources/kind.ts'
import { directoryRefs, directoryWants } from './directories.ts'
import { fileRefs, fileWant, located, type Ownership, ownedState, ownerRefs } from './file.ts'
import { foldersAbove } from './paths.ts'
import { path, want } from './refs.ts'

type TreeArgs = Ownership & { readonly force: boolean; readonly directory_mode?: string | undefined }

export function treeRefs(top: string, tree: readonly ProjectFile[], args: Ownership): readonly Ref[] {
  const files = tree.flatMap(({ path: name, content }) =>
    content === undefined ? [path(`${top}/${name}`)] : fileRefs(`${top}/${name}`, args, content),
  )
  return [...directoryRefs([...foldersAbove(top), top]), ...files, ...ownerRefs(args)]
}

/** Directories that are there keep their mode, files get theirs. */
export function treeWants(
  top: string,
  tree: readonly ProjectFile[],
  { directory_mode, ...args }: TreeArgs,
  observed: HostView,
): readonly Want[] {
  const below = tree.filter(({ content }) => content === undefined).map(({ path: name }) => `${top}/${name}`)
  const { mode: _, ...owner } = args
  const ofDirectory = { ...owner, mode: directory_mode }
  const files = tree.flatMap(({ path: name, content, mode }) => {
    const file = `${top}/${name}`
    if (content === undefined) return []
    const before = located(observed, file)
    const own = args.mode === 'preserve' ? { ...args, mode } : args
    if (before !== null && !args.force) return [want(path(file), ownedState(own, observed, before))]
    return [fileWant(file, content, { ...own, folderIsWanted: true }, observed)]
  })
  return [...directoryWants([...foldersAbove(top), top, ...below], ofDirectory, observed), ...files]
}
