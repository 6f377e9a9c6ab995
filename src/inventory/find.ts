/** What an `-i` names: a file, a directory of them, here or in inventories/, or a list of hosts. */
import { readdirSync, statSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { SwkError } from '../errors/diagnostic.ts'
import { hintFor } from '../errors/suggest.ts'
import { readText } from '../yaml/text.ts'

/** `directory`: where group_vars and host_vars are looked for. */
export type Found =
  | { readonly type: 'files'; readonly files: readonly string[]; readonly directory: string }
  | { readonly type: 'list'; readonly text: string }

const yaml = ['.yaml', '.yml']

/** Throws SwkError `file-not-found` with what there is instead. */
export function findInventory(pathOrName: string, cwd: string): Found {
  if (pathOrName.includes(',')) return { type: 'list', text: pathOrName }
  const folder = join(cwd, 'inventories')
  const named = join(folder, pathOrName)
  const here = resolve(cwd, pathOrName)
  const inventories = [...yaml.map(end => named + end), named]
  // Any directory may have the name of an inventory; one without a file of hosts comes last.
  const places = kind(here) === 'directory' && !hasHosts(here) ? [...inventories, here] : [here, ...inventories]
  for (const place of places) {
    const files = kind(place) === 'directory' ? filesIn(place) : kind(place) === 'file' ? [place] : []
    if (files.length > 0)
      return { type: 'files', files, directory: kind(place) === 'directory' ? place : join(place, '..') }
  }
  throw notFound(
    pathOrName,
    places.find(place => kind(place) === 'directory'),
    folder,
  )
}

function hasHosts(directory: string): boolean {
  return ['hosts', 'hosts.yaml', 'hosts.yml', 'hosts.ini'].some(name => kind(join(directory, name)) === 'file')
}

/** Ansible's order: by name, those of a directory at its place. */
function filesIn(directory: string): readonly string[] {
  return readdirSync(directory)
    .filter(name => !ignored.test(name))
    .sort()
    .flatMap(name => {
      const path = join(directory, name)
      if (kind(path) === 'directory') return filesIn(path)
      return kind(path) === 'file' && readText(path).trim() !== '' ? [path] : []
    })
}

/** What Ansible passes over in an inventory directory. */
const ignored = /^\.|^(?:host_vars|group_vars|vars_plugins)$|(?:\.(?:pyc|pyo|swp|bak|rpm|md|txt|rst|orig|cfg|retry)|~)$/

function notFound(pathOrName: string, empty: string | undefined, folder: string): SwkError {
  if (empty !== undefined)
    return new SwkError({ code: 'file-not-found', message: `The inventory ${empty} has no file with hosts.` })
  const names =
    kind(folder) === 'directory' ? readdirSync(folder).map(name => basename(name).replace(/\.ya?ml$/, '')) : []
  const others = names.filter(name => !name.startsWith('.') && name !== 'group_vars' && name !== 'host_vars')
  const near = hintFor(pathOrName, others)
  const list = others.length > 0 ? { hint: `inventories/ has: ${others.sort().join(', ')}` } : {}
  return new SwkError({
    code: 'file-not-found',
    message: `The inventory ${pathOrName} does not exist.`,
    expected: `a path, or inventories/${pathOrName}.yaml, or inventories/${pathOrName}/hosts.yaml`,
    ...list,
    ...near,
  })
}

function kind(path: string): 'file' | 'directory' | undefined {
  const stat = statSync(path, { throwIfNoEntry: false })
  return stat?.isDirectory() ? 'directory' : stat ? 'file' : undefined
}
