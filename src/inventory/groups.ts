/** Ansible's YAML inventory (`all: hosts/children/vars`) -> groups as they are written. Mistakes are collected. */
import type { Collector } from '../errors/collect.ts'
import { hintFor } from '../errors/suggest.ts'
import { type Definitions, definitionsAt, mergeDefinitions } from '../yaml/definitions.ts'
import type { Location } from '../yaml/location.ts'
import { Reader } from '../yaml/reader.ts'
import type { Source } from '../yaml/source.ts'
import { expandHosts } from './ranges.ts'

export type Written = {
  /** In the order of the file; `all` is always there. */
  readonly groups: ReadonlyMap<string, WrittenGroup>
  /** In the order of the file. */
  readonly hosts: ReadonlyMap<string, WrittenHost>
}

export type WrittenGroup = { children: Map<string, Location>; hosts: Set<string>; vars: Definitions }
export type WrittenHost = { readonly path: Location; vars: Definitions }

export function readGroups(source: Source, problems: Collector): Written {
  const groups = new Map<string, WrittenGroup>([['all', newGroup()]])
  const hosts = new Map<string, WrittenHost>()
  for (const [name, reader] of Reader.of(source, problems).entries('An inventory') ?? [])
    if (isGroupName(name, reader)) readGroup(name, reader)
  return { groups, hosts }

  function readGroup(name: string, reader: Reader): void {
    const group = groups.get(name) ?? newGroup()
    groups.set(name, group)
    if (reader.value === null) return
    for (const [key, part] of reader.entries(`The group \`${name}\``) ?? []) {
      if (key === 'hosts') readHosts(group, part)
      else if (key === 'children') readChildren(group, part)
      else if (key === 'vars') group.vars = mergeDefinitions([group.vars, readVars(part)])
      else unknownKey(name, key, part)
    }
  }

  function readHosts(group: WrittenGroup, part: Reader): void {
    if (part.value === null || isList(part, 'Each host is a key: write `hs1:` rather than `- hs1`.')) return
    if (typeof part.value === 'string') addHosts(group, part.value, part, new Map())
    else for (const [entry, host] of part.entries('`hosts`') ?? []) addHosts(group, entry, host, readVars(host))
  }

  function addHosts(group: WrittenGroup, entry: string, reader: Reader, vars: Definitions): void {
    const expanded = expandHosts(entry)
    if (typeof expanded === 'string') {
      reader.fail({ code: 'bad-value', message: expanded, at: 'key', expected: 'a name or an address' })
      return
    }
    const { names, port } = expanded
    const given = port === undefined ? [] : ([['ansible_port', { value: port, source, path: reader.path }]] as const)
    for (const name of names) {
      group.hosts.add(name)
      const known = hosts.get(name)
      const all = mergeDefinitions([known?.vars, new Map(given), vars])
      hosts.set(name, { path: known?.path ?? reader.path, vars: all })
    }
  }

  function readChildren(group: WrittenGroup, part: Reader): void {
    if (part.value === null || isList(part, 'Each group is a key: write `web:` rather than `- web`.')) return
    for (const [name, child] of part.entries('`children`') ?? []) {
      if (!isGroupName(name, child)) continue
      if (!group.children.has(name)) group.children.set(name, child.path)
      readGroup(name, child)
    }
  }

  function readVars(part: Reader): Definitions {
    return problems.attempt(() => definitionsAt(source, part.value, part.path)) ?? new Map()
  }
}

function isList(part: Reader, hint: string): boolean {
  if (!Array.isArray(part.value)) return false
  part.wrongType(`\`${part.path.at(-1)}\``, 'a mapping', hint)
  return true
}

const newGroup = (): WrittenGroup => ({ children: new Map(), hosts: new Set(), vars: new Map() })

const parts = ['hosts', 'children', 'vars']

function unknownKey(group: string, key: string, part: Reader): void {
  const near = hintFor(key, parts)
  const hint = near.hint ?? `Write hosts under \`hosts:\`, groups under \`children:\`, variables under \`vars:\`.`
  const expected = '`hosts`, `children` or `vars`'
  part.fail({
    code: 'unknown-key',
    message: `The group \`${group}\` has no key \`${key}\`.`,
    at: 'key',
    expected,
    hint,
  })
}

function isGroupName(name: string, reader: Reader): boolean {
  if (reader.path.length === 1 && name === 'plugin') {
    reader.fail({ code: 'not-supported', message: 'Inventory plugins are not supported yet.', at: 'key' })
    return false
  }
  const misplaced = reader.path.length === 1 && (parts.includes(name) || ['host', 'child'].includes(name))
  if (!misplaced && /^[\p{L}\p{N}_][\p{L}\p{N}_.-]*$/u.test(name)) return true
  const message = misplaced ? `\`${name}\` is outside of any group.` : `\`${name}\` cannot be the name of a group.`
  const hint = misplaced ? { hint: 'Put it under `all:`.' } : {}
  reader.fail({ code: misplaced ? 'unknown-key' : 'bad-value', message, at: 'key', ...hint })
  return false
}
