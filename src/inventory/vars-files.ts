/** group_vars/ and host_vars/: files NAME.yaml, or folders NAME/ of such files. */
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Collector } from '../errors/collect.ts'
import { type Definitions, loadDefinitions, mergeDefinitions } from '../yaml/definitions.ts'

/** Reads the variables of these names (groups or hosts) from one folder, which need not exist. */
export function loadVarsFolder(folder: string, names: Iterable<string>, problems: Collector): Map<string, Definitions> {
  const entries = entriesByName(folder)
  const found = new Map<string, Definitions>()
  for (const name of names) {
    const paths = entries.get(name) ?? []
    if (paths.length > 1) refuseTwo(name, paths, problems)
    const files = paths.slice(0, 1).flatMap(filesIn)
    const layers = files.map(file => problems.attempt(() => loadDefinitions(file)))
    if (layers.length > 0) found.set(name, mergeDefinitions(layers))
  }
  return found
}

const endings = /\.(?:ya?ml|json)$/

function entriesByName(folder: string): Map<string, string[]> {
  const byName = new Map<string, string[]>()
  for (const entry of list(folder)) {
    const path = join(folder, entry)
    const name = isFolder(path) ? entry : entry.replace(endings, '')
    byName.set(name, [...(byName.get(name) ?? []), path])
  }
  return byName
}

/** The YAML files of a folder and those below it, by name; a file is itself. */
function filesIn(path: string): string[] {
  if (!isFolder(path)) return [path]
  const inside = list(path).map(entry => join(path, entry))
  return inside.flatMap(one => (isFolder(one) ? filesIn(one) : endings.test(one) || !/\.[^/]*$/.test(one) ? [one] : []))
}

/** Ansible reads only one of them and says nothing. */
function refuseTwo(name: string, paths: readonly string[], problems: Collector): void {
  const message = `The variables of \`${name}\` are in two locations: ${paths.join(' and ')}.`
  problems.add({ code: 'bad-value', message, hint: 'Keep one, or put both into a directory of that name.' })
}

function list(folder: string): string[] {
  if (!isFolder(folder)) return []
  return readdirSync(folder)
    .filter(entry => !entry.startsWith('.') && !entry.endsWith('~'))
    .sort()
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}
