/** Files whose content the topology has made, with what must accept them all together before any is moved into place. */
import { z } from 'zod'
import { defineModule, type HostView } from '../../../engine/module.ts'
import type { Ref, Transaction, Want } from '../../../resources/kind.ts'
import { sha256 } from '../../../sdk/content.ts'
import { directoryWants } from '../../../sdk/directories.ts'
import { fileRefs, fileWant } from '../../../sdk/file.ts'
import { directoryOf } from '../../../sdk/paths.ts'
import { path, see, want } from '../../../sdk/refs.ts'
import { isOurs } from '../../model/managed-file.ts'

/**
 * `text: null`: the file shall not be there; only one that swk made is removed. `mark`: the first line by which one knows that; with a
 * text, the file is only written where such a one is there. `exists`: a file that is there; its folder need not be looked at. `folder`:
 * that is made too where it is missing. `late`: its text depends on what other tasks do, so that it is read whatever it seems to be
 * before.
 */
export type FileSpec = {
  readonly path: string
  readonly text: string | null
  readonly mark?: string
  readonly mode?: string
  readonly owner?: string
  readonly group?: string
  readonly exists?: true
  readonly folder?: true
  readonly late?: true
}

export type FilesArgs = {
  readonly files: readonly FileSpec[]
  /** Paths of files that are also read: what such a file was before. */
  readonly originals?: readonly string[]
  readonly together?: Transaction
}

export const filesModule = defineModule({
  name: 'files',
  summary: 'Writes files that belong together.',
  args: z.custom<FilesArgs>(),
  reads: ({ files, originals = [] }) => [...files.flatMap(refsOf), ...originals.map(one => path(one, 'content'))],
  plan({ files, together }, observed) {
    const folders = directoryWants(madeFolders(files), rootOwned('0755'), observed)
    const wants = files.flatMap(file => wantOf(file, observed) ?? [])
    return [...folders, ...(together === undefined ? wants : wants.map(wanted => ({ ...wanted, together })))]
  },
  intent: ({ files }) => files.map(file => file.path).join(', '),
})

/** The host as it will be with these files. */
export function predictFiles(files: readonly FileSpec[], observed: HostView): HostView {
  const changed = new Map(files.flatMap(file => (staysAsItIs(file, observed) ? [] : [[file.path, file.text] as const])))
  const textAt = ({ kind, id }: { kind: string; id: string }) => (kind === 'path' ? changed.get(id) : undefined)
  return {
    state(ref) {
      const text = textAt(ref)
      if (text === undefined) return observed.state(ref)
      return text === null ? null : { type: 'file', sha256: sha256(text) }
    },
    text(id) {
      const text = changed.get(id)
      return text === undefined ? observed.text(id) : text
    },
    mayExist: ref => textAt(ref) === undefined && observed.mayExist(ref),
    isMade: ref => textAt(ref) === undefined && observed.isMade(ref),
  }
}

/** What is there is not swk's. */
function staysAsItIs({ path: id, text, mark }: FileSpec, observed: HostView): boolean {
  return (text === null || mark !== undefined) && !isOurs(textOf(id, observed), mark)
}

function wantOf(file: FileSpec, observed: HostView): Want | null {
  if (staysAsItIs(file, observed)) return null
  const { path: id, text, mark: _, folder, ...owned } = file
  if (text === null) return want(path(id), null)
  const args = { ...rootOwned(owned.mode), ...pickOwner(owned), folderIsWanted: folder === true }
  return fileWant(id, text, args, observed)
}

const madeFolders = (files: readonly FileSpec[]): readonly string[] => [
  ...new Set(files.flatMap(({ path: id, text, folder }) => (folder && text !== null ? [directoryOf(id)] : []))),
]

/** Empty for what is no text. */
function textOf(id: string, observed: HostView): string {
  const state = see(observed, path(id))
  return state?.type === 'file' && state.text !== null ? (observed.text(id) ?? '') : ''
}

function refsOf({ path: id, text, mark, exists, late }: FileSpec): readonly Ref[] {
  if (text === null || mark !== undefined) return [path(id, 'content')]
  const hint = late ? undefined : text
  return exists ? [path(id, 'content', hint === undefined ? undefined : sha256(hint))] : fileRefs(id, {}, hint)
}

const pickOwner = ({ owner, group }: Pick<FileSpec, 'owner' | 'group'>) =>
  owner === undefined || group === undefined ? {} : { owner, group }

const rootOwned = (mode = '0644') => ({ owner: 'root', group: 'root', mode })
