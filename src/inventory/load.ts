/** Loads an inventory: all that -i names, with group_vars and host_vars next to it and next to the playbook. */
import { join, resolve } from 'node:path'
import { Collector } from '../errors/collect.ts'
import { type Definitions, mergeDefinitions, valuesOf } from '../yaml/definitions.ts'
import { parseSource, type Source } from '../yaml/source.ts'
import { readText } from '../yaml/text.ts'
import { decryptText } from '../yaml/vault.ts'
import { addTo } from './additions.ts'
import { findInventory } from './find.ts'
import { formatOf } from './formats.ts'
import { readIni } from './read-ini.ts'
import { readList } from './read-list.ts'
import { readYaml } from './read-yaml.ts'
import { buildTree, type Tree } from './tree.ts'
import type { Host, Inventory } from './types.ts'
import { loadVarsFolder } from './vars-files.ts'
import { WrittenInventory } from './written.ts'

export type InventoryOptions = {
  /** The directory that paths and inventories/ are relative to. */
  readonly cwd: string
  /** The playbook's directory: its group_vars and host_vars win over the inventory's. */
  readonly playbookDir?: string
}

/** Reads files only. Of several inventories the later ones win. Throws SwkError with all that is wrong. */
export function loadInventory(given: string | readonly string[], options: InventoryOptions): Inventory {
  const { cwd, playbookDir } = options
  const problems = new Collector()
  const written = new WrittenInventory()
  const { sources, directories } = readAll([given].flat(), cwd, written, problems)
  const folders = [...directories, ...(playbookDir === undefined ? [] : [resolve(cwd, playbookDir)])]
  const [source] = sources
  return build(written, { folders, source, problems })
}

type Read = { readonly folders: readonly string[]; readonly source: Source | undefined; readonly problems: Collector }

function build(written: WrittenInventory, { folders, source, problems }: Read): Inventory {
  const tree = buildTree(written, problems)
  problems.sort()
  const layers = [...new Set(folders)].map(folder => ({
    groups: loadVarsFolder(join(folder, 'group_vars'), ['all', ...tree.order], problems),
    hosts: loadVarsFolder(join(folder, 'host_vars'), written.hosts.keys(), problems),
  }))
  problems.throwIfAny()
  if (source === undefined) throw new TypeError('an inventory without a source')

  const groupsOf = groupsByHost(tree)
  const defined = new Map<string, Definitions>()
  for (const name of written.hosts.keys())
    defined.set(name, definitionsOf(name, groupsOf.get(name) ?? [], written, layers))
  const toHost = (name: string): Host => ({
    name,
    vars: valuesOf(defined.get(name) ?? new Map()),
    groups: groupsOf.get(name) ?? [],
    file: written.hosts.get(name)?.source.file ?? source.file,
  })
  return {
    hosts: new Map([...written.hosts.keys()].map(name => [name, toHost(name)])),
    groups: tree.members,
    source,
    extend(additions) {
      const more = written.copy()
      addTo(more, additions, source)
      return { ...build(more, { folders, source, problems: new Collector() }), isOpen: true }
    },
    placeOf(host, variable) {
      const own = written.hosts.get(host)
      if (variable === undefined) return own?.source.place(own.path, 'key')
      const definition = defined.get(host)?.get(variable)
      return definition?.source.place(definition.path)
    },
  }
}

function readAll(
  given: readonly string[],
  cwd: string,
  into: WrittenInventory,
  problems: Collector,
): { readonly sources: readonly Source[]; readonly directories: readonly string[] } {
  const found = given.flatMap(one => problems.attempt(() => findInventory(one, cwd)) ?? [])
  const sources = found.flatMap(one => {
    if (one.type === 'list') return readList(one.text, into, problems)
    return one.files.flatMap(file => problems.attempt(() => readFile(file, into, problems)) ?? [])
  })
  return { sources, directories: found.flatMap(one => (one.type === 'list' ? [] : one.directory)) }
}

function readFile(file: string, into: WrittenInventory, problems: Collector): Source {
  const written = readText(file)
  const { text } = decryptText(file, written)
  if (formatOf(file, text) === 'ini') return readIni(file, text, into, problems)
  const source = parseSource(file, written)
  readYaml(source, into, problems)
  return source
}

type Layer = { readonly groups: ReadonlyMap<string, Definitions>; readonly hosts: ReadonlyMap<string, Definitions> }

/** Ansible's VARIABLE_PRECEDENCE: all, groups; then the files of all, of groups; then the host's own, then its files. */
function definitionsOf(
  host: string,
  groups: readonly string[],
  written: WrittenInventory,
  layers: readonly Layer[],
): Definitions {
  const merged = mergeDefinitions([
    written.groups.get('all')?.vars,
    ...groups.map(group => written.groups.get(group)?.vars),
    ...layers.map(layer => layer.groups.get('all')),
    ...layers.flatMap(layer => groups.map(group => layer.groups.get(group))),
    written.hosts.get(host)?.vars,
    ...layers.map(layer => layer.hosts.get(host)),
  ])
  return new Map([...merged].filter(([name]) => name !== 'ansible_group_priority'))
}

function groupsByHost(tree: Tree): Map<string, string[]> {
  const groups = new Map<string, string[]>()
  for (const group of tree.order)
    for (const host of tree.members.get(group) ?? []) groups.set(host, [...(groups.get(host) ?? []), group])
  return groups
}
