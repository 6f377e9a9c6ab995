/** Files of the controller that templates and lookups name: in folders of the project, searched as Ansible does. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, isAbsolute, join } from 'node:path'
import { SwkError } from '../../errors/diagnostic.ts'
import { noteInput } from '../../inputs/index.ts'
import { globToRegExp } from '../../shell/glob.ts'
import type { Files } from '../../template/index.ts'
import { decryptFile } from './vault-files.ts'

/** `roots`: folders that have files/, templates/ and vars/, the nearest first. */
export function projectFiles(roots: readonly string[]): Files {
  const places = (name: string, folder: string): string[] =>
    isAbsolute(name) ? [name] : roots.flatMap(root => [join(root, folder, name), join(root, name)])
  return {
    find: (name, folder) => places(name, folder).find(isFile),
    read(file) {
      try {
        const bytes = readFileSync(file)
        noteInput(file, bytes)
        return decryptFile(file, bytes).toString('utf8')
      } catch (error) {
        if (error instanceof SwkError) throw error
        throw new SwkError({ code: 'file-not-found', message: `${file} cannot be read: ${(error as Error).message}` })
      }
    },
    glob(pattern) {
      const match = globToRegExp(basename(pattern))
      const folders = isAbsolute(pattern)
        ? [dirname(pattern)]
        : roots.flatMap(root => [join(root, 'files', dirname(pattern)), join(root, dirname(pattern))])
      for (const folder of folders) {
        const found = entriesOf(folder).filter(
          name => match.test(name) && (pattern.includes('/.') || !name.startsWith('.')),
        )
        const files = found.map(name => join(folder, name)).filter(isFile)
        if (files.length > 0) return files
      }
      return []
    },
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false
}

function entriesOf(folder: string): string[] {
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(folder).sort() : []
}
