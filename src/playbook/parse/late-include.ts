/**
 * `include_tasks` and `include_role` whose name or loop is known only for a host, or whose tasks are handlers: a task that
 * brings tasks. What it may bring is read as far as its name says.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, isAbsolute, join } from 'node:path'
import { Collector } from '../../errors/collect.ts'
import { SwkError } from '../../errors/diagnostic.ts'
import { Reader } from '../../yaml/reader.ts'
import type { Include, Included, TaskSource } from '../types.ts'
import { isDirectory, isFile } from './file.ts'
import type { Around } from './inherit.ts'
import { matchingFiles, namePatterns } from './name-patterns.ts'
import { findRole } from './role-path.ts'
import type { ListContext } from './task-list.ts'

export type LateInclude = {
  readonly args: Reader
  readonly kind: 'include_tasks' | 'include_role'
  /** As written: a template. */
  readonly name: string
  /** Its arguments, of which some may be templates. */
  readonly given: Readonly<Record<string, unknown>>
  readonly loop: { readonly variable: string; readonly items: unknown }
  /** Directories in which files of tasks are looked for. */
  readonly dirs: readonly string[]
  readonly context: ListContext
  /** Reads the tasks of a file or a role; what is wrong goes to the problems of the reader. */
  expand(at: Reader, args: Readonly<Record<string, unknown>>, context: ListContext): readonly TaskSource[]
}

export function lateInclude(late: LateInclude): Include {
  const known = new Map<string, Included>()
  const load = (args: Readonly<Record<string, unknown>>): Included => {
    const key = JSON.stringify(args)
    const found = known.get(key) ?? loadOne(late, args)
    known.set(key, found)
    return found
  }
  return {
    possible: possibleArgs(late).map(load),
    texts: () => textsOf(late),
    find(args) {
      const found = load(args)
      if (found.diagnostics.length > 0) throw new SwkError(found.diagnostics)
      return found
    },
  }
}

/** The files beside it, or all roles. */
function textsOf({ kind, dirs, context }: LateInclude): readonly string[] {
  const files =
    kind === 'include_tasks'
      ? dirs.flatMap(filesIn).filter(file => /\.ya?ml$/.test(file))
      : context.roles.rolesPath
          .flatMap(namesIn)
          .flatMap(role => partsOfRoles.flatMap(part => filesIn(join(role, part))))
  return files.map(file => readFileSync(file, 'utf8'))
}

const partsOfRoles = ['tasks', 'handlers', 'defaults', 'vars', 'templates']

const filesIn = (dir: string): readonly string[] => namesIn(dir).filter(isFile)

/** Paths of what is in a directory; none where it is not there. */
function namesIn(dir: string): readonly string[] {
  return isDirectory(dir)
    ? readdirSync(dir)
        .sort()
        .map(name => join(dir, name))
    : []
}

/** Its handlers are kept apart from the play's: nobody knows yet whether they come. */
function loadOne(late: LateInclude, args: Readonly<Record<string, unknown>>): Included {
  const problems = new Collector()
  const { context } = late
  const roles = { ...context.roles, handlers: [], ran: new Set(context.roles.ran) }
  const at = new Reader(late.args.source, problems, late.args.value, late.args.path)
  const tasks = late.expand(at, args, { ...context, roles })
  return { tasks, handlers: roles.handlers, diagnostics: problems.sort().diagnostics }
}

/** No deeper than one include in another: what is in there is read when it is known. */
function possibleArgs({
  kind,
  name,
  given,
  loop,
  dirs,
  context,
}: LateInclude): readonly Readonly<Record<string, unknown>>[] {
  const isNested = (context.lateDepth ?? 0) > 1
  const patterns = isNested ? undefined : namePatterns(name, loop, sameForAll(context))
  if (patterns === undefined) return []
  if (kind === 'include_tasks')
    return matchingFiles(patterns, dirs)
      .filter(file => !context.files.includes(file))
      .map(file => ({ file }))
  const { name: _, ...rest } = given
  if (Object.values(rest).some(one => String(one).includes('{{'))) return []
  return patterns.filter(one => !one.includes('*') && isRole(one, context)).map(one => ({ ...rest, name: one }))
}

function isRole(name: string, { around, roles }: ListContext): boolean {
  return findRole(name, [...around.outer.searchDirs, ...roles.rolesPath]) !== undefined
}

/** Variables in names whose values are known while the playbook is read. */
function sameForAll({ around, roles }: ListContext): Readonly<Record<string, string>> {
  const role = around.outer.role
  return { playbook_dir: roles.playbookDir, ...(role && { role_path: role.dir, role_name: role.name }) }
}

/** Where a file of tasks is looked for: beside the file that names it, in the role and beside the playbook. */
export function taskDirs(file: string, around: Around, playbookDir: string): readonly string[] {
  const dirs = [dirname(file), ...around.outer.searchDirs.flatMap(dir => [join(dir, 'tasks'), dir]), playbookDir]
  return [...new Set(dirs)].filter(isDirectory)
}

export function placesOf(name: string, dirs: readonly string[]): readonly string[] {
  return isAbsolute(name) ? [name] : dirs.map(dir => join(dir, name))
}

/** What a task without a name is called. */
export function includeName(kind: string, name: string): string {
  return `${kind}: ${basename(name)}`
}
