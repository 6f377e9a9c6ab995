/** What can be known before contact of texts whose values can not: their syntax, and names that nothing will ever define. */
import { type Diagnostic, type Place, SwkError } from '../../errors/diagnostic.ts'
import { hintFor } from '../../errors/suggest.ts'
import { checkTemplate, entries, isDict, known, type NameUse, nameUses, type Vars } from '../../template/index.ts'
import type { Location } from '../../yaml/location.ts'
import type { Placed, TaskSource } from '../types.ts'
import type { Arguments } from './arguments.ts'
import { loopNames } from './loop-vars.ts'

type Text = { readonly text: string; readonly kind: 'expression' | 'template'; readonly place: Place }

export type Uncertain = {
  /** changed_when and failed_when: they see the task's own result. */
  judged(): readonly Diagnostic[]
  /** These and `when`. */
  conditions(): readonly Diagnostic[]
  /** Loop and arguments. */
  texts(args: Arguments): readonly Diagnostic[]
}

/** `vars`: what has a value; `visible`: names that earlier tasks register. */
export function uncertain(task: TaskSource, vars: Vars, visible: ReadonlySet<string>): Uncertain {
  const names = (own: boolean) =>
    new Set([
      ...known(vars),
      ...visible,
      ...loopNames(task),
      ...(own ? [task.register ?? [], task.resultName ?? []].flat() : []),
    ])
  const conditions = (key: string, list: readonly string[] = []): Text[] =>
    list.map((text, i) => ({ text, kind: 'expression', place: task.source.place([...task.path, key, i]) }))
  const check = (texts: readonly Text[], own = false): Diagnostic[] => {
    if (texts.length === 0) return []
    const [defined, guarded] = [names(own), guardedNames(task)]
    return texts.flatMap(text => faults(text, defined, guarded))
  }
  const judged = () =>
    check(
      [
        ...conditions('changed_when', task.changedWhen),
        ...conditions('failed_when', task.failedWhen),
        ...conditions('until', task.until),
      ],
      true,
    )
  return {
    judged,
    conditions: () => [
      ...judged(),
      ...check(
        conditionsOf(task).map(({ text, source, path }) => ({ text, kind: 'expression', place: source.place(path) })),
      ),
    ],
    texts(args) {
      const loop = leaves(task.loop, path => task.source.place([...task.path, task.loopKey ?? 'loop', ...path]))
      return check([...loop, ...leaves(args.data, path => args.place(path))])
    },
  }
}

/** Names in a template file that nothing defines, where its other names are still to come; each at its first line. */
export function undefinedInFile(
  { file, text }: { readonly file: string; readonly text: string },
  vars: Vars,
  task: TaskSource,
  visible: ReadonlySet<string>,
): Diagnostic[] {
  const [defined, guarded] = [new Set([...known(vars), ...visible]), guardedNames(task)]
  const lines = text.split('\n')
  const place = (name: string): Place => {
    const line = lines.findIndex(one => new RegExp(`\\{[{%].*(?<![\\w.'"])${name}\\b`).test(one))
    return { file, line: line + 1 || 1, column: 1, source: lines[line] ?? '', length: lines[line]?.length || 1 }
  }
  return missing(nameUses(text, 'template'), defined, guarded).map(name => notDefined(name, place(name), defined))
}

/** The conditions around a task, then its own. */
export function conditionsOf({ when, outer, source, path }: TaskSource): readonly Placed[] {
  const own = when.map((text, i): Placed => ({ text, source, path: [...path, 'when', i] }))
  return outer ? [...outer.when, ...own] : own
}

/** Names that some condition of the task tests for (`is defined`, `default`). */
function guardedNames(task: TaskSource): ReadonlySet<string> {
  const { changedWhen = [], failedWhen = [] } = task
  const when = conditionsOf(task).map(one => one.text)
  const uses = [...when, ...changedWhen, ...failedWhen].flatMap(text => nameUses(text, 'expression'))
  return new Set(uses.filter(use => use.guarded).map(use => use.name))
}

function faults({ text, kind, place }: Text, defined: ReadonlySet<string>, guarded: ReadonlySet<string>): Diagnostic[] {
  try {
    checkTemplate(text, kind, place)
  } catch (error) {
    if (error instanceof SwkError) return [...error.diagnostics]
    throw error
  }
  return missing(nameUses(text, kind), defined, guarded).map(name => notDefined(name, place, defined))
}

function missing(uses: readonly NameUse[], defined: ReadonlySet<string>, guarded: ReadonlySet<string>): string[] {
  const certain = uses.filter(use => use.used && !use.guarded && !guarded.has(use.name))
  return certain.map(({ name }) => name).filter(name => !defined.has(name))
}

function notDefined(name: string, place: Place, defined: ReadonlySet<string>): Diagnostic {
  return {
    code: 'undefined-variable',
    message: `'${name}' is undefined`,
    place,
    ...hintFor(name, defined),
  }
}

function leaves(data: unknown, place: (path: Location) => Place, path: Location = []): Text[] {
  if (typeof data === 'string') return [{ text: data, kind: 'template', place: place(path) }]
  if (typeof data !== 'object' || data === null) return []
  if (Array.isArray(data)) return data.flatMap((item, i) => leaves(item, place, [...path, i]))
  return isDict(data) ? [...entries(data)].flatMap(([key, item]) => leaves(item, place, [...path, String(key)])) : []
}
