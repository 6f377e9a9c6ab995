/** What can be known before contact of texts whose values can not: their syntax, and names that nothing will ever define. */
import { type Diagnostic, type Place, SwkError } from '../../errors/diagnostic.ts'
import { hintFor } from '../../errors/suggest.ts'
import { checkTemplate, nameUses } from '../../template/index.ts'
import type { Path, TaskSource } from '../types.ts'
import type { Arguments } from './arguments.ts'

type Text = { readonly text: string; readonly kind: 'expression' | 'template'; readonly place: Place }

export type Uncertain = {
  /** changed_when and failed_when: they see the task's own result. */
  readonly judged: readonly Diagnostic[]
  /** These and `when`. */
  readonly conditions: readonly Diagnostic[]
  /** Loop and arguments; names in `guarded` are tested by a condition first. */
  texts(args: Arguments, guarded: ReadonlySet<string>): readonly Diagnostic[]
}

/** `defined`: names that have a value; `visible`: names that earlier tasks register. */
export function uncertain(task: TaskSource, defined: ReadonlySet<string>, visible: ReadonlySet<string>): Uncertain {
  const names = new Set([...defined, ...visible, ...(task.loop === undefined ? [] : [task.loopVar])])
  const own = task.register === undefined ? names : new Set([...names, task.register])
  const conditions = (key: string, list: readonly string[] = []): Text[] =>
    list.map((text, i) => ({ text, kind: 'expression', place: task.source.place([...task.path, key, i]) }))
  const guarded = guardedNames(task)
  const judged = [...conditions('changed_when', task.changedWhen), ...conditions('failed_when', task.failedWhen)]
  const found = judged.flatMap(text => faults(text, own, guarded))
  return {
    judged: found,
    get conditions() {
      return [...found, ...conditions('when', task.when).flatMap(text => faults(text, names, guarded))]
    },
    texts(args, known) {
      const loop = leaves(task.loop, path => task.source.place([...task.path, 'loop', ...path]))
      return [...loop, ...leaves(args.data, path => args.place(path))].flatMap(text => faults(text, names, known))
    },
  }
}

/** Names that some condition of the task tests for (`is defined`, `default`). */
export function guardedNames({ when, changedWhen = [], failedWhen = [] }: TaskSource): ReadonlySet<string> {
  const uses = [...when, ...changedWhen, ...failedWhen].flatMap(text => safeUses(text))
  return new Set(uses.filter(use => use.guarded).map(use => use.name))
}

function safeUses(text: string): ReturnType<typeof nameUses> {
  return nameUses(text, 'expression')
}

function faults({ text, kind, place }: Text, defined: ReadonlySet<string>, guarded: ReadonlySet<string>): Diagnostic[] {
  try {
    checkTemplate(text, kind, place)
  } catch (error) {
    if (error instanceof SwkError) return [...error.diagnostics]
    throw error
  }
  return nameUses(text, kind)
    .filter(({ name, used, guarded: tested }) => used && !tested && !defined.has(name) && !guarded.has(name))
    .map(({ name }) => ({
      code: 'undefined-variable',
      message: `the variable ${name} is not defined`,
      place,
      ...hintFor(name, defined),
    }))
}

function leaves(data: unknown, place: (path: Path) => Place, path: Path = []): Text[] {
  if (typeof data === 'string') return [{ text: data, kind: 'template', place: place(path) }]
  if (typeof data !== 'object' || data === null) return []
  return Object.entries(data).flatMap(([key, item]) =>
    leaves(item, place, [...path, Array.isArray(data) ? Number(key) : key]),
  )
}
