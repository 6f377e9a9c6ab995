/**
 * Paths on hosts that are relative, as Ansible reads them: `~` is the home directory of the user that runs the task, and other
 * paths lie in that of the user that logs in. Pure.
 */
import { posix } from 'node:path'
import type { Module } from '../../engine/module.ts'
import { SwkError } from '../../errors/diagnostic.ts'
import { mustBeAbsolute } from '../../sdk/paths.ts'
import { toPlain } from '../../template/index.ts'
import { isRecord } from '../../yaml/reader.ts'
import { moduleKey } from '../modules.ts'
import type { Play, TaskSource } from '../types.ts'
import { argumentsOf } from './arguments.ts'
import type { BindContext } from './context.ts'
import { textsOf } from './referred-facts.ts'

/** The facts by which they are resolved. */
export const homes = { own: 'ansible_user_dir', login: 'ansible_login_dir' } as const

/** Arguments that name a path on the host, or may do so. */
const names = ['path', 'dest', 'destfile', 'name']

/** `src` of other modules is a file of the project. */
export const placesOnHost = ({ name }: Module): readonly string[] => (name === 'file' ? [...names, 'src'] : names)

/** The arguments that are relative paths on the host. */
export function relativePaths(module: Module, args: unknown): readonly string[] {
  if (!isRecord(args)) return []
  const given = args as Readonly<Record<string, unknown>>
  const possible = placesOnHost(module).filter(name => isRelative(given[name]))
  if (possible.length === 0) return []
  const issues = module.args.safeParse(toPlain(args)).error?.issues ?? []
  // What is wrong with the target of a hard link shows only where its path is right.
  const isTarget = (name: string): boolean => name === 'src' && given.state === 'hard'
  return possible.filter(
    name => isTarget(name) || issues.some(({ path, message }) => path[0] === name && message === mustBeAbsolute),
  )
}

const isRelative = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && !value.startsWith('/') && !value.startsWith('{{')

/** What is wrong with them is reported with the task. */
function writtenArguments(task: TaskSource, module: Module): unknown {
  try {
    return argumentsOf(task, module).data
  } catch (error) {
    if (error instanceof SwkError) return {}
    throw error
  }
}

const known = new WeakMap<Play, boolean>()

/** Whether a task, as it is written, has one, or a variable may be one. */
export function hasRelativePaths(play: Play, { modules }: BindContext): boolean {
  const has = (task: TaskSource): boolean => {
    const module = modules.get(moduleKey(task.module))
    if (module !== undefined && relativePaths(module, writtenArguments(task, module)).length > 0) return true
    return (task.include?.possible ?? []).some(({ tasks }) => tasks.some(has))
  }
  const tasks = Object.values(play.sections).flat()
  const values = [play.vars, play.roleVars, play.roleDefaults, ...tasks.map(task => task.vars)]
  const found =
    known.get(play) ?? (tasks.some(has) || textsOf(values).some(text => text === '~' || text.startsWith('~/')))
  known.set(play, found)
  return found
}

export type Homes = { readonly home: string | undefined; factNamed(fact: string): unknown }

/** The path in one of the two directories; one that no fact names, and `~user`, stays as it is. */
export function resolvePath(path: string, { home, factNamed }: Homes): string {
  const isOwn = path === '~' || path.startsWith('~/')
  const fact = isOwn ? home : path.startsWith('~') ? undefined : homes.login
  const directory = fact === undefined ? undefined : factNamed(fact)
  if (typeof directory !== 'string') return path
  const slash = path.endsWith('/') ? '/' : ''
  return `${posix.resolve(directory, isOwn ? `.${path.slice(1)}` : path)}${slash}`
}
