/** A role: its tasks, handlers, variables, defaults and the roles it depends on. */
import { join } from 'node:path'
import { hintFor } from '../../errors/suggest.ts'
import { definitionsAt, valuesOf } from '../../yaml/definitions.ts'
import { isRecord, Reader } from '../../yaml/reader.ts'
import type { RoleScope, TaskSource } from '../types.ts'
import { argumentSpecTask } from './argument-specs.ts'
import { isFile, parseInto } from './file.ts'
import { inherit, nest, nothingAround, readAround, withinRole } from './inherit.ts'
import { readDependencies } from './role-list.ts'
import { findRole, roleNames } from './role-path.ts'
import { type ListContext, readTaskList } from './task-list.ts'

/** What a play's roles leave to the play: handlers, and variables that all its tasks see. */
export type PlayRoles = {
  readonly playbookDir: string
  readonly rolesPath: readonly string[]
  readonly handlers: TaskSource[]
  readonly vars: Record<string, unknown>
  readonly defaults: Record<string, unknown>
  /** Roles that have run, with their parameters. */
  readonly ran: Set<string>
  newBlock(): string
}

export type RoleFiles = {
  readonly tasks: string
  readonly handlers: string
  readonly vars: string
  readonly defaults: string
}
export type RoleUse = {
  readonly name: string
  readonly params: Readonly<Record<string, unknown>>
  readonly files: RoleFiles
  /** Its variables are seen by the whole play. */
  readonly isPublic: boolean
  /** A role runs once in a play with the same parameters and keywords; undefined: each time. */
  readonly identity?: string
  /** Its arguments are not held to its `argument_specs`. */
  readonly isUnchecked?: boolean
}

/** `tasks_from` and its like. */
export function readRoleFiles(args: Reader): { readonly files: RoleFiles; readonly isUnchecked: boolean } {
  const from = (key: string) => (args.has(key) ? (args.at(key).text(`\`${key}\``) ?? 'main') : 'main')
  const known = ['name', 'role', 'tasks_from', 'handlers_from', 'vars_from', 'defaults_from', 'apply', 'public']
  if (isRecord(args.value))
    for (const [key, reader] of args.entries('The role') ?? [])
      if (![...known, 'allow_duplicates', 'rolespec_validate'].includes(key))
        reader.fail({
          code: 'unknown-key',
          message: `A role has no argument \`${key}\`.`,
          at: 'key',
          ...hintFor(key, known),
        })
  return {
    isUnchecked: args.has('rolespec_validate') && args.at('rolespec_validate').flag('`rolespec_validate`') === false,
    files: {
      tasks: from('tasks_from'),
      handlers: from('handlers_from'),
      vars: from('vars_from'),
      defaults: from('defaults_from'),
    },
  }
}

export function expandRole(at: Reader, use: RoleUse, context: ListContext): TaskSource[] {
  const { roles } = context
  const dir = findRole(use.name, [...context.around.outer.searchDirs, ...roles.rolesPath])
  if (dir === undefined) {
    const expected = roles.rolesPath.map(path => join(path, use.name)).join(' or ')
    const hint = hintFor(use.name, roleNames(roles.rolesPath))
    at.fail({ code: 'file-not-found', message: `The role ${use.name} does not exist.`, expected, ...hint })
    return []
  }
  const stamp = `${dir} ${use.files.tasks}`
  if (context.files.includes(stamp)) {
    at.fail({ code: 'not-supported', message: `The role ${use.name} includes itself.` })
    return []
  }
  const meta = read(at, join(dir, 'meta'), 'main')
  const mayRepeat = isRecord(meta?.value) && meta.value.allow_duplicates === true
  const key = `${dir} ${use.identity}`
  if (use.identity !== undefined && !mayRepeat && roles.ran.has(key)) return []
  roles.ran.add(key)
  const inner = { ...context, files: [...context.files, stamp] }
  const dependencies = meta?.has('dependencies') ? readDependencies(meta.at('dependencies'), use.isPublic) : []
  const before = dependencies.flatMap(({ reader, use: needed }) =>
    expandRole(reader, needed, { ...inner, around: nest(context.around, withoutParams(reader)) }),
  )
  const parent = context.around.outer.role
  const scope: RoleScope = {
    name: use.name,
    dir,
    parents: parent ? [parent.name, ...parent.parents] : [],
    defaults: {
      ...dependencyValues(before, 'defaults'),
      ...parent?.defaults,
      ...variables(at, dir, 'defaults', use.files.defaults),
    },
    vars: { ...parent?.vars, ...dependencyValues(before, 'vars'), ...variables(at, dir, 'vars', use.files.vars) },
    params: { ...parent?.params, ...use.params },
  }
  if (use.isPublic) {
    Object.assign(roles.vars, scope.vars)
    Object.assign(roles.defaults, scope.defaults)
  }
  const around = withinRole(context.around, scope, dir)
  readHandlers(at, dir, use, { ...inner, around, handler: true })
  const tasks = read(at, join(dir, 'tasks'), use.files.tasks)
  if (!tasks && use.files.tasks !== 'main')
    at.fail({
      code: 'file-not-found',
      message: `The role ${use.name} has no tasks ${use.files.tasks}.`,
      expected: join(dir, 'tasks'),
    })
  const specs = use.isUnchecked
    ? undefined
    : argumentSpecTask(at, {
        files: [read(at, join(dir, 'meta'), 'argument_specs'), meta],
        ...{ role: use.name, entry: use.files.tasks },
      })
  const check = specs ? [inherit(specs, around)] : []
  return [
    ...before,
    ...check,
    ...(tasks ? readTaskList(tasks, `tasks of the role ${use.name}`, { ...inner, around }) : []),
  ]
}

/** A role's handlers are the play's, once. Conditions and tags around a role do not count for them. */
function readHandlers(at: Reader, dir: string, use: RoleUse, context: ListContext): void {
  const { roles, around } = context
  const stamp = `handlers ${dir} ${use.files.handlers}`
  if (roles.ran.has(stamp)) return
  roles.ran.add(stamp)
  const list = read(at, join(dir, 'handlers'), use.files.handlers)
  if (!list) return
  const outer = { ...around.outer, when: [], notify: [], tagGates: [], within: [] }
  const inner = { ...context, around: { ...around, tags: [], outer } }
  roles.handlers.push(...readTaskList(list, `handlers of the role ${use.name}`, inner))
}

function withoutParams(reader: Reader) {
  return isRecord(reader.value) ? readAround(reader) : nothingAround
}

function dependencyValues(tasks: readonly TaskSource[], key: 'vars' | 'defaults'): Record<string, unknown> {
  return Object.assign({}, ...tasks.map(task => task.outer?.role?.[key] ?? {}))
}

function variables(at: Reader, dir: string, kind: 'vars' | 'defaults', name: string): Record<string, unknown> {
  const found = read(at, join(dir, kind), name)
  return (found && at.problems.attempt(() => valuesOf(definitionsAt(found.source, found.value, [])))) ?? {}
}

function read(at: Reader, dir: string, name: string): Reader | undefined {
  const file = ['', '.yml', '.yaml', '.json'].map(end => join(dir, name) + end).find(isFile)
  const source = file === undefined ? undefined : parseInto(at, file)
  return source && source.data !== null && source.data !== undefined ? Reader.of(source, at.problems) : undefined
}
