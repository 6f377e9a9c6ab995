/** Ansible's YAML inventory (`all: hosts/children/vars`) into an inventory as it is written. Mistakes are collected. */
import type { Collector } from '../errors/collect.ts'
import { hintFor } from '../errors/suggest.ts'
import { type Definitions, definitionsAt } from '../yaml/definitions.ts'
import { Reader } from '../yaml/reader.ts'
import type { Source } from '../yaml/source.ts'
import { isGroupName, type WrittenInventory } from './written.ts'

export function readYaml(source: Source, into: WrittenInventory, problems: Collector): void {
  for (const [name, reader] of Reader.of(source, problems).entries('An inventory') ?? [])
    if (mayBeGroup(name, reader)) readGroup(name, reader)

  function readGroup(name: string, reader: Reader): void {
    into.group(name)
    if (reader.value === null) return
    for (const [key, part] of reader.entries(`The group \`${name}\``) ?? []) {
      if (key === 'hosts') readHosts(name, part)
      else if (key === 'children') readChildren(name, part)
      else if (key === 'vars') into.addVars(name, readVars(part))
      else unknownKey(name, key, part)
    }
  }

  function readHosts(group: string, part: Reader): void {
    if (part.value === null || isList(part, 'Each host is a key: write `hs1:` rather than `- hs1`.')) return
    if (typeof part.value === 'string') addHosts(group, part.value, part, new Map())
    else for (const [entry, host] of part.entries('`hosts`') ?? []) addHosts(group, entry, host, readVars(host))
  }

  function addHosts(group: string, entry: string, reader: Reader, vars: Definitions): void {
    const wrong = into.addHosts(group, entry, { source, path: reader.path }, vars)
    if (wrong !== undefined)
      reader.fail({ code: 'bad-value', message: wrong, at: 'key', expected: 'a name or an address' })
  }

  function readChildren(group: string, part: Reader): void {
    if (part.value === null || isList(part, 'Each group is a key: write `web:` rather than `- web`.')) return
    for (const [name, child] of part.entries('`children`') ?? []) {
      if (!mayBeGroup(name, child)) continue
      into.addChild(group, name, { source, path: child.path })
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

function mayBeGroup(name: string, reader: Reader): boolean {
  if (reader.path.length === 1 && name === 'plugin') {
    reader.fail({ code: 'not-supported', message: 'Inventory plugins are not supported yet.', at: 'key' })
    return false
  }
  const misplaced = reader.path.length === 1 && (parts.includes(name) || ['host', 'child'].includes(name))
  if (!misplaced && isGroupName(name)) return true
  const message = misplaced ? `\`${name}\` is outside of any group.` : `\`${name}\` cannot be the name of a group.`
  const hint = misplaced ? { hint: 'Put it under `all:`.' } : {}
  reader.fail({ code: misplaced ? 'unknown-key' : 'bad-value', message, at: 'key', ...hint })
  return false
}
