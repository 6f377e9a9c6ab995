/** The files that `include_vars` names: one, or those of a directory. */
import { globSync, readdirSync } from 'node:fs'
import { basename, extname, isAbsolute, join } from 'node:path'
import { z } from 'zod'
import { SwkError } from '../../errors/diagnostic.ts'
import { editFailure } from '../../sdk/edit-failure.ts'
import { loadDefinitions, valuesOf } from '../../yaml/definitions.ts'
import type { TaskSource } from '../types.ts'
import type { BindContext } from './context.ts'
import { findProjectDirectory, findProjectFile, searchDirs } from './files.ts'

const list = z.union([z.string().transform(text => [text]), z.array(z.string())])

export const includeVarsArgs = z
  .strictObject({
    file: z.string().optional(),
    dir: z.string().optional(),
    name: z.string().optional(),
    depth: z.number().optional(),
    files_matching: z.string().optional(),
    ignore_files: list.optional(),
    ignore_unknown_extensions: z.boolean().optional(),
    extensions: list.optional(),
    hash_behaviour: z.enum(['replace']).optional(),
  })
  .superRefine(({ file, dir }, context) => {
    if (file === undefined && dir === undefined)
      editFailure(context, { code: 'missing-key', message: '`include_vars` names no file; expected `file` or `dir`.' })
  })

export type IncludeVarsArgs = z.output<typeof includeVarsArgs>

type Read = { readonly values: Readonly<Record<string, unknown>>; readonly files: readonly string[] }

/** The later file over the earlier. Throws SwkError at the task. */
export function readVarsFiles(args: IncludeVarsArgs, task: TaskSource, context: BindContext): Read {
  const place = task.source.place(task.argsPath)
  const dirs = searchDirs(task, context)
  const { file, dir = '' } = args
  const files =
    file === undefined
      ? filesIn(findProjectDirectory(dir, 'vars', dirs, place), args, task)
      : [findProjectFile(file, 'vars', dirs, place)]
  return { values: Object.assign({}, ...files.map(one => valuesOf(loadDefinitions(one)))), files }
}

const usual = ['yaml', 'yml', 'json']

/** The files of a directory in the order of their names, each directory's own before those below it. */
function filesIn(dir: string, args: IncludeVarsArgs, task: TaskSource, depth = 1): readonly string[] {
  const { depth: most = 0, extensions = usual, ignore_files: ignored = [], files_matching: matching } = args
  const entries = readdirSync(dir, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  const files = entries.filter(entry => entry.isFile()).map(entry => entry.name)
  const chosen = files.filter(
    name => !ignored.some(one => new RegExp(one).test(name)) && (!matching || new RegExp(matching).test(name)),
  )
  const unknown = chosen.find(name => !extensions.includes(extname(name).slice(1)))
  if (unknown !== undefined && !args.ignore_unknown_extensions && !matching)
    throw new SwkError({
      code: 'bad-value',
      message: `${join(dir, unknown)} does not have a valid extension; expected ${extensions.join(', ')}.`,
      place: task.source.place(task.argsPath),
    })
  const own = chosen.filter(name => extensions.includes(extname(name).slice(1))).map(name => join(dir, name))
  if (most !== 0 && depth >= most) return own
  const below = entries.filter(entry => entry.isDirectory()).map(entry => join(dir, entry.name))
  return [...own, ...below.flatMap(one => filesIn(one, args, task, depth + 1))]
}

/** The files that a task may mean whose name is not known yet: those beside it in `vars`, or those that its name allows. */
export function possibleFiles(task: TaskSource, context: BindContext): readonly string[] {
  const dirs = searchDirs(task, context).flatMap(dir => [join(dir, 'vars'), dir])
  const names = texts([task.args, task.loop]).filter(text => /\.(?:ya?ml|json)$/.test(text) || text.includes('{{'))
  const patterns = names.map(name => name.replace(/\{\{.*?\}\}/gs, '*'))
  const globs = patterns.flatMap(name => (isAbsolute(name) ? [name] : dirs.map(dir => join(dir, name))))
  const files = globs.flatMap(one => [...globSync(one), ...globSync(`${one}.y*ml`)])
  return [...new Set(files)].filter(file => /\.(?:ya?ml|json)$/.test(basename(file)))
}

function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : []
}

/** What they define; a file that is no mapping (a playbook) defines nothing. */
export function namesOfFiles(files: readonly string[]): readonly string[] {
  const names = files.flatMap(file => {
    try {
      return [...loadDefinitions(file).keys()]
    } catch (error) {
      if (error instanceof SwkError) return []
      throw error
    }
  })
  return [...new Set(names)]
}
