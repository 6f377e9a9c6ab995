/** `import_tasks`, `include_tasks`, `import_role` and `include_role` with names that are known before contact. */
import { dirname, isAbsolute, join } from 'node:path'
import { isRecord, Reader } from '../../yaml/reader.ts'
import { plainModule } from '../modules.ts'
import type { TaskSource } from '../types.ts'
import { isFile, parseInto } from './file.ts'
import { type Around, behindGate, nest, nothingAround, readAround } from './inherit.ts'
import { taskKeywords } from './keywords.ts'
import { readLoops } from './loop.ts'
import { expandRole, type RoleUse, readRoleFiles } from './role.ts'
import { type ListContext, readTaskList } from './task-list.ts'

const keys = ['import_tasks', 'include_tasks', 'import_role', 'include_role']

export function includeKey(key: string): boolean {
  return keys.includes(plainModule(key))
}

export function expandInclude(item: Reader, key: string, context: ListContext): TaskSource[] {
  const kind = plainModule(key)
  const isDynamic = kind.startsWith('include_')
  checkKeys(item, key)
  const own = readAround(item)
  const args = item.at(key)
  if (context.handler && kind !== 'import_tasks') return refuse(args, `\`${kind}\` is not supported in handlers yet.`)
  const gated = nest(context.around, own)
  const apply = isRecord(args.value) && args.has('apply') ? readAround(args.at('apply')) : nothingAround
  const around = nest(isDynamic ? behindGate(gated) : gated, apply)
  const loops = loopsOf(item, isDynamic)
  const tasks = loops.flatMap(vars => {
    const inner = { ...context, around: nest(around, { ...nothingAround, vars }) }
    return kind.endsWith('_role') ? includeRole(args, kind, inner) : includeTasks(args, kind, inner)
  })
  if (isDynamic) refuseChanging(item, own, tasks)
  return tasks
}

/** Ansible decides once whether to include; here each task does, so that none may change what decides. */
function refuseChanging(item: Reader, { outer }: Around, tasks: readonly TaskSource[]): void {
  const changing = tasks.find(
    ({ register }) =>
      register !== undefined && outer.when.some(({ text }) => new RegExp(`\\b${register}\\b`).test(text)),
  )
  if (changing)
    item.at('when').fail({
      code: 'not-supported',
      message: `The condition of an include cannot use \`${changing.register}\`, which its own tasks register.`,
      hint: 'Register the result under another name.',
    })
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
  if (name === undefined) return []
  const around = context.around
  const bases = [dirname(args.source.file), ...around.outer.searchDirs.flatMap(dir => [join(dir, 'tasks'), dir])]
  const places = isAbsolute(name) ? [name] : [...new Set([...bases, context.roles.playbookDir].map(b => join(b, name)))]
  const file = places.find(isFile)
  if (file === undefined) {
    args.fail({
      code: 'file-not-found',
      message: `The tasks file ${name} does not exist.`,
      expected: places.join(' or '),
    })
    return []
  }
  if (context.files.includes(file)) return refuse(args, `${name} includes itself.`)
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
  if (name?.includes('{{')) {
    holder.fail({ code: 'not-supported', message: `The name in \`${kind}\` cannot be a template yet.`, found: name })
    return undefined
  }
  return name
}

function checkKeys(item: Reader, include: string): void {
  const known: readonly string[] = [...taskKeywords, include]
  for (const [key, reader] of item.entries('A task') ?? []) {
    const unmeant = ['register', 'until', 'retries', 'delay', 'args', 'changed_when', 'failed_when'].includes(key)
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
