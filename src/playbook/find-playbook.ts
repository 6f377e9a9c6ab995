/** What PLAYBOOK names: a file, or a name in playbooks/. */
import { readdirSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { SwkError } from '../errors/diagnostic.ts'
import { hintFor } from '../errors/suggest.ts'

/** The playbook's file. Throws SwkError `file-not-found`. */
export function findPlaybook(pathOrName: string, cwd: string): string {
  const folder = join(cwd, 'playbooks')
  const places = [
    resolve(cwd, pathOrName),
    join(folder, pathOrName),
    ...['.yaml', '.yml'].map(end => join(folder, pathOrName) + end),
  ]
  const file = places.find(place => statSync(place, { throwIfNoEntry: false })?.isFile())
  if (file !== undefined) return file
  throw new SwkError({
    code: 'file-not-found',
    message: `The playbook ${pathOrName} does not exist.`,
    expected: `a path, or playbooks/${pathOrName.replace(/\.ya?ml$/, '')}.yaml`,
    ...hintFor(pathOrName, names(folder)),
  })
}

/** Where a project keeps its modules/: next to the playbook, beside its playbooks/ folder, where swk is started. */
export function projectFolders(playbookDir: string, cwd: string): readonly string[] {
  return [playbookDir, ...(basename(playbookDir) === 'playbooks' ? [dirname(playbookDir)] : []), cwd]
}

function names(folder: string): string[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return []
  return readdirSync(folder)
    .filter(name => /\.ya?ml$/.test(name))
    .map(name => name.replace(/\.ya?ml$/, ''))
}
