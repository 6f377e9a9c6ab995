/** Roles as `roles:` of a play and `dependencies` of a role list them. */
import type { Reader } from '../../yaml/reader.ts'
import { isRecord } from '../../yaml/reader.ts'
import type { TaskSource } from '../types.ts'
import { nest, readAround } from './inherit.ts'
import { blockKeywords } from './keywords.ts'
import { expandRole, type RoleUse } from './role.ts'
import type { ListContext } from './task-list.ts'

export function readRoles(list: Reader, context: ListContext): TaskSource[] {
  if (list.value === null || list.value === undefined) return []
  return (list.items('`roles`') ?? []).flatMap(item => {
    const use = readUse(item, true)
    if (!use) return []
    const around = isRecord(item.value) ? nest(context.around, readAround(item)) : context.around
    return expandRole(item, use, { ...context, around })
  })
}

export function readDependencies(list: Reader, isPublic: boolean): { reader: Reader; use: RoleUse }[] {
  if (list.value === null || list.value === undefined) return []
  return (list.items('`dependencies`') ?? []).flatMap(reader => {
    const use = readUse(reader, isPublic)
    return use ? [{ reader, use }] : []
  })
}

const main = { tasks: 'main', handlers: 'main', vars: 'main', defaults: 'main' }

/** Keys that are no keywords are parameters of the role. */
function readUse(item: Reader, isPublic: boolean): RoleUse | undefined {
  const more = { files: main, isPublic }
  if (!isRecord(item.value)) {
    const name = item.text('A role')
    return name === undefined ? undefined : { name, params: {}, ...more, identity: '{}' }
  }
  const key = ['role', 'name'].find(one => item.has(one))
  if (key === undefined) return item.fail({ code: 'missing-key', message: 'The role has no name.', expected: '`role`' })
  const name = item.at(key).text('The name of a role')
  const keywords: readonly string[] = [...blockKeywords, 'role']
  const params = Object.fromEntries(Object.entries(item.value).filter(([one]) => !keywords.includes(one)))
  if (name?.includes('{{'))
    return item.fail({ code: 'not-supported', message: 'The name of a role cannot be a template yet.' })
  const { role: _, name: __, ...rest } = item.value
  return name === undefined ? undefined : { name, params, ...more, identity: JSON.stringify(rest) }
}
