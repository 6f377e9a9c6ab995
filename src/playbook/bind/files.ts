/** The project's files: files/ and templates/ of the role, beside the file of tasks and beside the playbook, then beside these. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, isAbsolute, join } from 'node:path'
import type { ProjectFile } from '../../engine/module.ts'
import { type Place, SwkError } from '../../errors/diagnostic.ts'
import { hintFor } from '../../errors/suggest.ts'
import { noteInput } from '../../inputs/index.ts'
import type { TaskSource } from '../types.ts'
import type { BindContext } from './context.ts'
import { decryptFile } from './vault-files.ts'

export type Found = { readonly file: string; readonly bytes: Buffer }

/** Where a task's files are looked for, first to last. */
export function searchDirs({ outer }: Pick<TaskSource, 'outer'>, { playbookDir }: BindContext): readonly string[] {
  return [...new Set([...(outer?.searchDirs ?? []), playbookDir])]
}

/** Reads a file that a task names. Throws SwkError `file-not-found` at `place`. */
export function readProjectFile(name: string, folder: Folder, dirs: readonly string[], place: Place): Found {
  return read(findProjectFile(name, folder, dirs, place), place)
}

/** The files and directories below a directory that a task names; undefined: no such directory. */
export function readProjectTree(
  name: string,
  folder: Folder,
  dirs: readonly string[],
  place: Place,
): ProjectFile[] | undefined {
  const places = isAbsolute(name) ? [name] : dirs.flatMap(dir => [join(dir, folder, name), join(dir, name)])
  const top = places.find(path => statSync(path, { throwIfNoEntry: false })?.isDirectory())
  if (top === undefined) return undefined
  return readdirSync(top, { recursive: true, encoding: 'utf8' })
    .sort()
    .map(path => {
      const stat = statSync(join(top, path))
      const mode = `0${(stat.mode & 0o7777).toString(8)}`
      return stat.isDirectory() ? { path, mode } : { path, mode, content: read(join(top, path), place).bytes }
    })
}

/** A file of this machine, and its content where it is there. */
export function readLocal(file: string): { readonly file: string; readonly bytes?: Buffer } {
  return statSync(file, { throwIfNoEntry: false })?.isFile() ? { file, bytes: readFileSync(file) } : { file }
}

type Folder = 'files' | 'templates' | 'vars'

/** The path of a file that a task names. Throws SwkError `file-not-found` at `place`. */
export function findProjectFile(name: string, folder: Folder, dirs: readonly string[], place: Place): string {
  const places = isAbsolute(name) ? [name] : dirs.flatMap(dir => [join(dir, folder, name), join(dir, name)])
  const file = places.find(path => statSync(path, { throwIfNoEntry: false })?.isFile())
  if (file !== undefined) return file
  const isFolder = places.some(path => statSync(path, { throwIfNoEntry: false })?.isDirectory())
  throw new SwkError({
    code: isFolder ? 'not-supported' : 'file-not-found',
    message: isFolder
      ? `${name} is a directory; only single files can be named yet.`
      : `The ${nouns[folder]} ${name} does not exist.`,
    place,
    expected: places.join(' or '),
    ...hintFor(basename(name), siblings(dirname(places[0] ?? ''))),
  })
}

const nouns = { files: 'file', templates: 'template', vars: 'file of variables' }

function read(file: string, place: Place): Found {
  try {
    const { mtimeMs, size } = statSync(file)
    const known = cache.get(file)
    if (known && known.mtimeMs === mtimeMs && known.size === size) {
      noteInput(file, known.written)
      return { file, bytes: known.bytes }
    }
    const written = readFileSync(file)
    noteInput(file, written)
    const bytes = decryptFile(file, written, place)
    cache.set(file, { mtimeMs, size, bytes, written })
    return { file, bytes }
  } catch (error) {
    if (error instanceof SwkError) throw error
    throw new SwkError({
      code: 'file-not-found',
      message: `${file} cannot be read.`,
      place,
      found: (error as Error).message,
    })
  }
}

/** Many hosts ask for the same file. */
const cache = new Map<string, Cached>()

/** `written`: as it is on disk; `bytes`: decrypted. */
type Cached = { readonly mtimeMs: number; readonly size: number; readonly bytes: Buffer; readonly written: Buffer }

function siblings(folder: string): string[] {
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(folder) : []
}
