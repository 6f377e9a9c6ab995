/** Loads an inventory: what -i names, with group_vars and host_vars beside it and next to the playbook. */
import { dirname, join, resolve } from 'node:path'
import { Collector } from '../errors/collect.ts'
import { type Definitions, mergeDefinitions, valuesOf } from '../yaml/definitions.ts'
import { loadSource } from '../yaml/source.ts'
import { findInventory } from './find.ts'
import { refuseOtherFormats } from './formats.ts'
import { readGroups, type Written } from './groups.ts'
import { buildTree, type Tree } from './tree.ts'
import type { Host, Inventory } from './types.ts'
import { loadVarsFolder } from './vars-files.ts'

export type InventoryOptions = {
  /** The folder that paths and inventories/ are relative to. */
  readonly cwd: string
  /** The playbook's folder: its group_vars and host_vars win over the inventory's. */
  readonly playbookDir?: string
}

/** Reads files only. Throws SwkError with all that is wrong. */
export function loadInventory(pathOrName: string, options: InventoryOptions): Inventory {
  const file = findInventory(pathOrName, options.cwd)
  refuseOtherFormats(file)
  const source = loadSource(file)
  const problems = new Collector()
  const written = readGroups(source, problems)
  const tree = buildTree(written, source, problems)
  problems.sort()
  const folders = [
    dirname(file),
    ...(options.playbookDir === undefined ? [] : [resolve(options.cwd, options.playbookDir)]),
  ]
  const layers = [...new Set(folders)].map(folder => ({
    groups: loadVarsFolder(join(folder, 'group_vars'), ['all', ...tree.order], problems),
    hosts: loadVarsFolder(join(folder, 'host_vars'), written.hosts.keys(), problems),
  }))
  problems.throwIfAny()

  const groupsOf = groupsByHost(tree)
  const defined = new Map<string, Definitions>()
  for (const name of written.hosts.keys())
    defined.set(name, definitionsOf(name, groupsOf.get(name) ?? [], written, layers))
  const toHost = (name: string): Host => ({
    name,
    vars: valuesOf(defined.get(name) ?? new Map()),
    groups: groupsOf.get(name) ?? [],
  })
  return {
    hosts: new Map([...written.hosts.keys()].map(name => [name, toHost(name)])),
    groups: tree.members,
    source,
    placeOf(host, variable) {
      const path = written.hosts.get(host)?.path
      if (variable === undefined) return path && source.place(path, 'key')
      const definition = defined.get(host)?.get(variable)
      return definition?.source.place(definition.path)
    },
  }
}

type Layer = { readonly groups: ReadonlyMap<string, Definitions>; readonly hosts: ReadonlyMap<string, Definitions> }

/** Ansible's VARIABLE_PRECEDENCE: all, groups; then the files of all, of groups; then the host's own, then its files. */
function definitionsOf(
  host: string,
  groups: readonly string[],
  written: Written,
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
