/** `import_tasks`, `include_tasks`, `import_role` and `include_role` with names that are known before contact. */
import { dirname } from 'node:path'
import { isRecord, Reader } from '../../yaml/reader.ts'
import { plainModule } from '../modules.ts'
import type { TaskSource } from '../types.ts'
import { isFile, parseInto } from './file.ts'
import { type Around, behindGate, inherit, nest, nothingAround, readAround } from './inherit.ts'
import { taskKeywords } from './keywords.ts'
import { includeName, type LateInclude, lateInclude, placesOf, taskDirs } from './late-include.ts'
import { readLoops } from './loop.ts'
import { expandRole, type RoleUse, readRoleFiles } from './role.ts'
import { refuseListen } from './task.ts'
import { type ListContext, readTaskList } from './task-list.ts'

const keys = ['import_tasks', 'include_tasks', 'import_role', 'include_role']

export function includeKey(key: string): boolean {
  return keys.includes(plainModule(key))
}

export function expandInclude(item: Reader, key: string, context: ListContext): TaskSource[] {
  const kind = plainModule(key)
  const isDynamic = kind.startsWith('include_')
  checkKeys(item, key, context.handler)
  const args = item.at(key)
  if (context.handler && kind === 'import_role') return refuse(args, '`import_role` is not supported in handlers yet.')
  if (isDynamic && isLate(item, args, context)) return expandLate(item, args, kind as LateInclude['kind'], context)
  const own = readAround(item)
  const gated = nest(context.around, own)
  const around = nest(isDynamic ? behindGate(gated) : gated, applied(args))
  const loops = loopsOf(item, isDynamic)
  const tasks = loops.flatMap(vars => {
    const inner = { ...context, around: nest(around, { ...nothingAround, vars }) }
    return kind.endsWith('_role') ? includeRole(args, kind, inner) : includeTasks(args, kind, inner)
  })
  if (isDynamic && changesCondition(own, tasks)) return expandLate(item, args, kind as LateInclude['kind'], context)
  return tasks
}

/** What it brings is known only for a host: by its name, by its loop, or because a notification brings it. */
function isLate(item: Reader, args: Reader, { handler }: ListContext): boolean {
  const given = isRecord(args.value) ? Object.values(args.value) : [args.value]
  const { loop, loopKey = 'with_list' } = readLoops(item)
  const isOpenLoop = loop !== undefined && !(Array.isArray(loop) && /^with_(?:items|list)$/.test(loopKey))
  return handler || isOpenLoop || given.some(one => typeof one === 'string' && one.includes('{{'))
}

/** A task that brings the tasks of the file or the role. Its own condition decides once. */
function expandLate(item: Reader, args: Reader, kind: LateInclude['kind'], context: ListContext): TaskSource[] {
  const isRole = kind === 'include_role'
  const name = nameOf(args, kind, isRole ? 'name' : 'file')
  if (name === undefined) return []
  const own = readAround(item)
  const base: Around = { ...own, outer: { ...own.outer, when: [] } }
  const around = nest(behindGate(nest(context.around, base)), applied(args))
  const loops = readLoops(item)
  const more = isRecord(args.value) ? fromArgs(args.value) : {}
  const given = isRole ? { ...more, name } : { file: name }
  const inner = { ...context, handler: false, around, lateDepth: (context.lateDepth ?? 0) + 1 }
  const dirs = taskDirs(args.source.file, around, context.roles.playbookDir)
  const include = lateInclude({
    ...{ args, kind, name, dirs, context: inner },
    loop: { variable: loops.loopVar, items: loops.loop },
    given,
    expand: (at, values, within) =>
      isRole ? expandRole(at, roleUse(values), within) : includeFile(at, String(values.file), within),
  })
  const task: TaskSource = {
    name: item.has('name') ? String(item.at('name').value) : includeName(kind, name),
    module: kind,
    args: given,
    argsPath: args.path,
    when: own.outer.when.map(({ text }) => text),
    ...loops,
    notify: own.outer.notify.map(({ text }) => text),
    listen: item.has('listen') ? item.at('listen').texts('`listen`') : [],
    tags: own.tags,
    vars: own.vars,
    ...own.flags,
    include,
    source: item.source,
    path: item.path,
  }
  return [inherit(task, context.around)]
}

function applied(args: Reader): Around {
  return isRecord(args.value) && args.has('apply') ? readAround(args.at('apply')) : nothingAround
}

const fromKeys = ['tasks_from', 'handlers_from', 'vars_from', 'defaults_from'] as const

function fromArgs(args: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(fromKeys.flatMap(key => (args[key] === undefined ? [] : [[key, String(args[key])]])))
}

function roleUse(args: Readonly<Record<string, unknown>>): RoleUse {
  const [tasks, handlers, vars, defaults] = fromKeys.map(key => String(args[key] ?? 'main')) as [
    string,
    string,
    string,
    string,
  ]
  return { name: String(args.name), params: {}, files: { tasks, handlers, vars, defaults }, isPublic: false }
}

/** Ansible decides once whether to include; each task would, so that none may change what decides. */
function changesCondition({ outer }: Around, tasks: readonly TaskSource[]): boolean {
  return tasks.some(
    ({ register }) =>
      register !== undefined && outer.when.some(({ text }) => new RegExp(`\\b${register}\\b`).test(text)),
  )
}

/** A loop over values that stand in the playbook is as many includes; others are only known on the host. */
function loopsOf(item: Reader, isDynamic: boolean): readonly Around['vars'][] {
  const loop = readLoops(item)
  if (loop.loop === undefined) return [{}]
  const isPlain = Array.isArray(loop.loop) && (loop.loopKey ?? 'with_list').match(/^with_(?:items|list)$/)
  if (isDynamic && isPlain) return (loop.loop as unknown[]).map(value => ({ [loop.loopVar]: value }))
  const message = isDynamic
    ? 'An include can only be looped over a list that stands here.'
    : 'An import cannot be looped.'
  const hint = isDynamic ? {} : { hint: 'Use `include_tasks` or `include_role`.' }
  item.at(loop.loopKey ?? 'loop').fail({ code: 'not-supported', message, at: 'key', ...hint })
  return []
}

function includeTasks(args: Reader, kind: string, context: ListContext): TaskSource[] {
  const name = nameOf(args, kind, 'file')
  return name === undefined ? [] : includeFile(args, name, context)
}

function includeFile(args: Reader, name: string, context: ListContext): TaskSource[] {
  const around = context.around
  const places = placesOf(name, taskDirs(args.source.file, around, context.roles.playbookDir))
  const file = places.find(isFile)
  if (file === undefined) {
    args.fail({
      code: 'file-not-found',
      message: `The tasks file ${name} does not exist.`,
      expected: places.join(' or '),
    })
    return []
  }
  if (context.files.includes(file) && !context.lateDepth) return refuse(args, `${name} includes itself.`)
  const source = parseInto(args, file)
  if (!source || source.data === null) return []
  const inner = { ...around, outer: { ...around.outer, searchDirs: withDir(around.outer.searchDirs, dirname(file)) } }
  const reader = Reader.of(source, args.problems)
  return readTaskList(reader, 'A file of tasks', { ...context, around: inner, files: [...context.files, file] })
}

/** Files beside an included file are found after those of its role. */
function withDir(dirs: readonly string[], dir: string): readonly string[] {
  return [...new Set([...dirs, dir])]
}

function includeRole(args: Reader, kind: string, context: ListContext): TaskSource[] {
  const name = nameOf(args, kind, 'name')
  if (name === undefined) return []
  const use: RoleUse = { name, params: {}, ...readRoleFiles(args), isPublic: kind === 'import_role' }
  return expandRole(args, use, context)
}

function nameOf(args: Reader, kind: string, key: 'file' | 'name'): string | undefined {
  const holder = !isRecord(args.value) ? args : args.at(key === 'name' && !args.has('name') ? 'role' : key)
  if (isRecord(args.value) && holder.value === undefined) {
    args.fail({ code: 'missing-key', message: `\`${kind}\` names no ${key === 'name' ? 'role' : 'file'}.` })
    return undefined
  }
  const text = holder.text(`\`${kind}\``)
  const name = text?.replace(/^(?:file|name|role)=/, '').trim()
  if (kind.startsWith('include_') || !name?.includes('{{')) return name
  return holder.fail({
    code: 'not-supported',
    message: `The name in \`${kind}\` must be known while the playbook is read; it cannot be a template.`,
    found: name,
    hint: `Use \`${kind.replace('import', 'include')}\`.`,
  })
}

function checkKeys(item: Reader, include: string, isHandler: boolean): void {
  const known: readonly string[] = [...taskKeywords, include]
  for (const [key, reader] of item.entries('A task') ?? []) {
    const unmeant = ['register', 'until', 'retries', 'delay', 'args', 'changed_when', 'failed_when'].includes(key)
    if (key === 'listen' && !isHandler) refuseListen(reader)
    if ((known.includes(key) && !unmeant) || key.startsWith('with_')) continue
    reader.fail({
      code: 'unknown-key',
      message: `\`${plainModule(include)}\` has no key \`${key}\`.`,
      found: key,
      at: 'key',
    })
  }
}

function refuse(reader: Reader, message: string): [] {
  reader.fail({ code: 'not-supported', message, at: 'key' })
  return []
}
