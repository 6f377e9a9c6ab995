/** Keywords of blocks, included files and roles, which the tasks within inherit. Pure. */

import type { BlockPart } from '../../engine/task.ts'
import { isRecord, type Reader } from '../../yaml/reader.ts'
import type { Inherited, Placed, PlacedValue, RoleScope, TaskSource } from '../types.ts'
import { readDelegate } from './delegate.ts'
import { type Flags, mergeFlags, pickFlags, readFlags } from './flags.ts'
import { optional } from './optional.ts'
import { readBecomeMethod, readConditions, readTags, readVars } from './shared.ts'

/** What stands around a task. Keywords that a task can override are kept apart from those that add up. */
export type Around = {
  readonly outer: Inherited
  readonly tags: readonly string[]
  readonly vars: Readonly<Record<string, unknown>>
  readonly flags: Flags
  readonly becomeUser?: string
  readonly remoteUser?: string
  readonly delegateTo?: Placed
}

export const nothingAround: Around = {
  outer: { when: [], notify: [], tagGates: [], within: [], searchDirs: [] },
  tags: [],
  vars: {},
  flags: {},
}

/** The keywords of a block, of an import or of a role in `roles:`. */
export function readAround(reader: Reader): Around {
  const read = <T>(key: string, get: (reader: Reader, what: string) => T): T | undefined =>
    reader.has(key) ? get(reader.at(key), `\`${key}\``) : undefined
  const placed = (key: string, texts: readonly string[] = []): Placed[] =>
    texts.map((text, i) => ({ text, source: reader.source, path: [...reader.path, key, i] }))
  read('become_method', readBecomeMethod)
  return {
    outer: {
      ...nothingAround.outer,
      ...readSettings(reader),
      when: placed('when', read('when', readConditions)),
      notify: placed(
        'notify',
        read('notify', (one, what) => one.texts(what)),
      ),
    },
    tags: read('tags', readTags) ?? [],
    vars: read('vars', readVars) ?? {},
    flags: readFlags(reader),
    ...optional('delegateTo', readDelegate(reader)),
    ...optional(
      'becomeUser',
      read('become_user', (one, what) => one.text(what)),
    ),
    ...optional(
      'remoteUser',
      read('remote_user', (one, what) => one.text(what)),
    ),
  }
}

/** `inner` stands within `around`. */
export function nest(around: Around, inner: Around): Around {
  return {
    outer: {
      when: [...around.outer.when, ...inner.outer.when],
      notify: [...around.outer.notify, ...inner.outer.notify],
      tagGates: [...around.outer.tagGates, ...inner.outer.tagGates],
      within: [...around.outer.within, ...inner.outer.within],
      searchDirs: [...new Set([...inner.outer.searchDirs, ...around.outer.searchDirs])],
      ...optional('role', inner.outer.role ?? around.outer.role),
      ...joined('environment', around.outer, inner.outer),
      ...joined('moduleDefaults', around.outer, inner.outer),
    },
    tags: [...around.tags, ...inner.tags],
    vars: { ...around.vars, ...inner.vars },
    flags: mergeFlags(around.flags, inner.flags),
    ...optional('becomeUser', inner.becomeUser ?? around.becomeUser),
    ...optional('remoteUser', inner.remoteUser ?? around.remoteUser),
    ...optional('delegateTo', inner.delegateTo ?? around.delegateTo),
  }
}

function joined<Key extends 'environment' | 'moduleDefaults'>(
  key: Key,
  around: Partial<Inherited>,
  inner: Partial<Inherited>,
) {
  const list = [...(around[key] ?? []), ...(inner[key] ?? [])]
  return list.length > 0 ? { [key]: list } : {}
}

/** `environment` and `module_defaults` of a play, a block or a task. */
export function readSettings(reader: Reader): Pick<Inherited, 'environment' | 'moduleDefaults'> {
  return {
    ...readPlaced(reader, 'environment', 'environment'),
    ...readPlaced(reader, 'module_defaults', 'moduleDefaults'),
  }
}

/** A mapping, or a list of them. */
function readPlaced(reader: Reader, key: string, as: 'environment' | 'moduleDefaults') {
  if (!reader.has(key) || reader.at(key).value === null) return {}
  const one = reader.at(key)
  if (as === 'moduleDefaults') refuseGroups(one)
  const readers = Array.isArray(one.value) ? (one.items(`\`${key}\``) ?? []) : [one]
  const list = readers.flatMap(({ value, source, path }): PlacedValue[] => [{ value, source, path }])
  for (const each of readers)
    if (!isRecord(each.value) && !(typeof each.value === 'string' && each.value.includes('{{')))
      each.wrongType(`\`${key}\``, 'a mapping')
  return { [as]: list }
}

/** Which modules are in a group is told by the collection, which is not there. */
function refuseGroups(one: Reader): void {
  if (!isRecord(one.value)) return
  for (const [name, reader] of one.entries('`module_defaults`') ?? [])
    if (name.startsWith('group/'))
      reader.fail({
        code: 'not-supported',
        message: `\`${name}\` is not supported: groups of modules are not known.`,
        at: 'key',
        hint: 'Name each module.',
      })
}

/** Within one of the lists of a block that has `rescue` or `always`. */
export function withinBlock(around: Around, part: BlockPart): Around {
  return { ...around, outer: { ...around.outer, within: [...around.outer.within, part] } }
}

/** Within a role: its variables, and its directories before those of the playbook. */
export function withinRole(around: Around, role: RoleScope, dir: string): Around {
  return nest(around, { ...nothingAround, outer: { ...nothingAround.outer, role, searchDirs: [dir] } })
}

/** `include_*` is selected by its tags as a task is; what it includes does not inherit them. */
export function behindGate(around: Around): Around {
  const tagGates = [...around.outer.tagGates, around.tags]
  return { ...around, tags: [], outer: { ...around.outer, tagGates } }
}

/** The task's own `environment` and `module_defaults`. */
export type Settings = { readonly settings?: Pick<Inherited, 'environment' | 'moduleDefaults'> }

/** The task with all that it inherits; nothing is added where nothing stands around it. */
export function inherit({ settings = {}, ...task }: TaskSource & Settings, around: Around): TaskSource {
  const { tags, vars, flags, becomeUser, remoteUser, delegateTo } = around
  const outer = {
    ...around.outer,
    ...joined('environment', around.outer, settings),
    ...joined('moduleDefaults', around.outer, settings),
  }
  const { environment = [], moduleDefaults = [] } = outer
  const isBare =
    outer.role === undefined &&
    [outer.when, outer.notify, outer.tagGates, outer.within, outer.searchDirs, environment, moduleDefaults].every(
      list => list.length === 0,
    )
  return {
    ...optional('becomeUser', becomeUser),
    ...optional('remoteUser', remoteUser),
    ...optional('delegateTo', delegateTo),
    ...task,
    ...mergeFlags(flags, pickFlags(task)),
    tags: [...new Set([...tags, ...task.tags])],
    vars: { ...vars, ...task.vars },
    ...(isBare ? {} : { outer }),
  }
}
