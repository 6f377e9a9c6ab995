/** What `-i` names: a file, or a folder with hosts.yaml, here or in inventories/. */
import { readdirSync, statSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { SwkError } from '../errors/diagnostic.ts'
import { hintFor } from '../errors/suggest.ts'

const yaml = ['.yaml', '.yml']

/** The inventory's file. Throws SwkError `file-not-found` with what there is instead, or `not-supported`. */
export function findInventory(pathOrName: string, cwd: string): string {
  if (pathOrName.includes(',')) throw notSupported('A list of hosts for -i', 'Write the hosts into a YAML file.')
  const folder = join(cwd, 'inventories')
  const named = join(folder, pathOrName)
  const places = [resolve(cwd, pathOrName), ...yaml.map(end => named + end), named]
  for (const place of places) {
    const file = kind(place) === 'folder' ? hostsFile(place) : kind(place) === 'file' ? place : undefined
    if (file !== undefined) return file
  }
  throw notFound(
    pathOrName,
    places.find(place => kind(place) === 'folder'),
    folder,
  )
}

function hostsFile(folder: string): string | undefined {
  const names = yaml.map(end => `hosts${end}`).filter(name => kind(join(folder, name)) === 'file')
  if (names[0] === undefined) return undefined
  const others = readdirSync(folder).filter(name => /^[^.].*\.(?:ya?ml|ini|toml)$/.test(name) && name !== names[0])
  if (others.length === 0) return join(folder, names[0])
  const also = others.sort().join(', ')
  throw notSupported(
    `Next to ${names[0]} in ${folder} there is ${also}; an inventory of several files`,
    `Put all hosts into ${names[0]}.`,
  )
}

function notFound(pathOrName: string, empty: string | undefined, folder: string): SwkError {
  if (empty !== undefined) {
    const ini = kind(join(empty, 'hosts')) === 'file' || kind(join(empty, 'hosts.ini')) === 'file'
    if (ini)
      return notSupported(`An INI inventory (in ${empty})`, 'Convert it: ansible-inventory -i FILE --list --yaml')
    return new SwkError({ code: 'file-not-found', message: `The inventory ${empty} has no hosts.yaml.` })
  }
  const names = kind(folder) === 'folder' ? readdirSync(folder).map(name => basename(name).replace(/\.ya?ml$/, '')) : []
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

function notSupported(what: string, hint: string): SwkError {
  return new SwkError({ code: 'not-supported', message: `${what} is not supported yet.`, hint })
}

function kind(path: string): 'file' | 'folder' | undefined {
  const stat = statSync(path, { throwIfNoEntry: false })
  return stat?.isDirectory() ? 'folder' : stat ? 'file' : undefined
}
