/** What modules may read on the controller while they prepare: project files, templates, conditions. */
import { statSync } from 'node:fs'
import { hostname } from 'node:os'
import { resolve } from 'node:path'
import type { Sources } from '../../engine/module.ts'
import { SwkError } from '../../errors/diagnostic.ts'
import {
  checkFile,
  evaluateExpression,
  fileReach,
  hasTemplate,
  renderFile,
  truthy,
  type Vars,
  withoutBraces,
  writtenCondition,
} from '../../template/index.ts'
import type { Location } from '../../yaml/location.ts'
import type { TaskSource } from '../types.ts'
import type { Arguments } from './arguments.ts'
import type { BindContext } from './context.ts'
import { readLocal, readProjectFile, readProjectTree, searchDirs } from './files.ts'
import { undefinedInFile } from './inspect.ts'

export type SourcesOptions = {
  readonly host: string
  readonly context: BindContext
  readonly task: TaskSource
  readonly args: Arguments
  readonly rendered: unknown
  readonly unique: string
  readonly own: Vars
  /** Names that earlier tasks register. */
  readonly visible: ReadonlySet<string>
  /** Says which variables a text reaches; throws where one is not known yet. */
  need(names: Iterable<string>): void
  /** The same of a condition. */
  needFor(condition: string): void
}

export function sourcesOf({
  context,
  host,
  task,
  args,
  rendered,
  unique,
  own,
  visible,
  need,
  needFor,
}: SourcesOptions): Sources {
  const placeOf = (value: string) => args.place(pathOf(value, rendered) ?? [])
  const dirs = searchDirs(task, context)
  const expression = (text: string) => {
    needFor(text)
    return placeOf(text)
  }
  return {
    file: name => readProjectFile(name, 'files', dirs, placeOf(name)).bytes,
    fileMode(name, kind) {
      const { mode } = statSync(readProjectFile(name, kind, dirs, placeOf(name)).file)
      return (mode & 0o7777).toString(8).padStart(4, '0')
    },
    tree: name => readProjectTree(name, 'files', dirs, placeOf(name)),
    local: name => readLocal(resolve(context.playbookDir, name)),
    host,
    unique,
    verbosity: context.verbosity ?? 0,
    render(name, options = {}, dest) {
      const { file, bytes } = readProjectFile(name, 'templates', dirs, placeOf(name))
      const text = utf8(bytes, file)
      const all = aboutTemplate(own, file, dest)
      try {
        need(fileReach(text, all, options))
      } catch (error) {
        checkFile(text, file, options)
        const faults = undefinedInFile({ file, text }, all, task, visible)
        throw faults.length > 0 ? new SwkError(faults) : error
      }
      return renderFile(text, all, file, options)
    },
    truthy: text => truthy(written(text, { args, rendered, own }), own, expression(text)),
    value: text => evaluateExpression(written(text, { args, rendered, own }), own, expression(text)),
  }
}

/** Adds Ansible's variables about the template itself, except `template_run_date`, which differs in every run. */
function aboutTemplate(own: Vars, file: string, dest: string | undefined): Vars {
  const values = { template_path: file, template_fullpath: file, template_destpath: dest, template_host: hostname() }
  return { ...own, layers: [{ values, data: true }, ...own.layers], rendered: new Map() }
}

/**
 * Only what stands in the playbook is evaluated. `that: "'{{ result.stdout }}' == 'ok'"` would put what a host said into an
 * expression, and let it run there.
 */
function written(
  expression: string,
  { args, rendered, own }: Pick<SourcesOptions, 'args' | 'rendered' | 'own'>,
): string {
  const path = pathOf(expression, args.data)
  const source = (pathOf(expression, rendered) ?? []).reduce(itemAt, args.data)
  if (typeof source === 'string' && writtenCondition(source, own) === expression) return expression
  if (
    /^(true|false)$/i.test(expression) ||
    (path && (!hasTemplate(expression) || withoutBraces(expression) !== undefined))
  )
    return expression
  const message = 'A condition is an expression already; it cannot be put together by a template.'
  throw new SwkError({
    code: 'template-error',
    message,
    place: args.place([]),
    found: expression,
    hint: 'Write the variable without {{ }}.',
  })
}

function utf8(bytes: Buffer, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new SwkError({
      code: 'bad-value',
      message: `The template ${file} is not UTF-8 text.`,
      place: { file, line: 1, column: 1 },
    })
  }
}

const itemAt = (data: unknown, key: string | number): unknown => (data as Record<string, unknown> | undefined)?.[key]

/** Where a text stands in data. */
function pathOf(text: string, data: unknown, path: Location = []): Location | undefined {
  if (data === text || (typeof data === 'boolean' && String(data) === text)) return path
  if (typeof data !== 'object' || data === null) return undefined
  for (const [key, item] of Object.entries(data)) {
    const found = pathOf(text, item, [...path, Array.isArray(data) ? Number(key) : key])
    if (found) return found
  }
  return undefined
}
