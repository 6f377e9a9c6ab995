/** Where roles are: roles/ beside the playbook, beside its directory, and the role's own neighbours. */
import { readdirSync } from 'node:fs'
import { basename, dirname, isAbsolute, join } from 'node:path'
import { isDirectory } from './file.ts'

export function rolesPathOf(playbookDir: string): readonly string[] {
  const isPlaybooks = basename(playbookDir) === 'playbooks'
  return [join(playbookDir, 'roles'), ...(isPlaybooks ? [join(dirname(playbookDir), 'roles')] : []), playbookDir]
}

/** The role's directory. `dirs`: roles that use it, then directories of roles. */
export function findRole(name: string, dirs: readonly string[]): string | undefined {
  if (isAbsolute(name)) return isDirectory(name) ? name : undefined
  const places = dirs.flatMap(dir => [join(dir, 'roles', name), join(dirname(dir), name), join(dir, name)])
  const short = /^\w+\.\w+\.(\w+)$/.exec(name)?.[1]
  return [...places.filter(isRole), ...(short ? [findRole(short, dirs) ?? ''] : [])].find(isDirectory)
}

export function roleNames(rolesPath: readonly string[]): readonly string[] {
  return rolesPath.flatMap(dir => (isDirectory(dir) ? readdirSync(dir).filter(name => isRole(join(dir, name))) : []))
}

function isRole(dir: string): boolean {
  return ['tasks', 'handlers', 'defaults', 'vars', 'meta', 'templates', 'files'].some(one =>
    isDirectory(join(dir, one)),
  )
}
