/** A task's arguments as one mapping, and the place of each of them. Pure. */
import type { Module } from '../../engine/module.ts'
import { type Place, SwkError } from '../../errors/diagnostic.ts'
import { describe, isRecord, recordOf } from '../parse/reader.ts'
import type { Path, TaskSource } from '../types.ts'

export type Arguments = {
  readonly data: Readonly<Record<string, unknown>>
  /** Where an argument stands in the playbook. */
  place(path: Path, part?: 'value' | 'key'): Place
}

/** Free-form text goes to the module's key for it; `args:` lies beneath the module's own mapping. Throws SwkError. */
export function argumentsOf(task: TaskSource, module: Module): Arguments {
  const own = ownArguments(task, module)
  const more = task.moreArgs ?? {}
  return {
    data: { ...more, ...own },
    place(path, part) {
      const [first] = path
      if (first === undefined) return task.source.place(task.argsPath, 'key')
      if (!Object.hasOwn(own, first) && Object.hasOwn(more, first))
        return task.source.place([...task.path, 'args', ...path], part)
      return task.source.place(isRecord(task.args) ? [...task.argsPath, ...path] : task.argsPath, part)
    },
  }
}

const words = /(?:^|\s)(?:creates|removes|chdir|executable|stdin|stdin_add_newline|strip_empty_ends|warn)=/

function ownArguments(
  { args, source, argsPath, module: name }: TaskSource,
  { freeForm }: Module,
): Readonly<Record<string, unknown>> {
  const place = source.place(argsPath)
  if (args === null || args === undefined) return {}
  if (isRecord(args)) return recordOf(args) as Readonly<Record<string, unknown>>
  if (freeForm === undefined || typeof args === 'object') {
    const hint = typeof args === 'string' && args.includes('=') ? `\`${name}: { ${mapping(args)} }\`` : undefined
    throw new SwkError({
      code: 'wrong-type',
      message: `The arguments of \`${name}\` must be a mapping.`,
      place,
      found: describe(args),
      expected: 'a mapping',
      ...(hint && { hint: `Write ${hint}.` }),
    })
  }
  const text = String(args)
  if (!words.test(text)) return { [freeForm]: text }
  const message = `Arguments within the text of \`${name}\` are not supported.`
  throw new SwkError({
    code: 'not-supported',
    message,
    place,
    found: words.exec(text)?.[0].trim() ?? '',
    hint: 'Write them under `args:` beside the module.',
  })
}

function mapping(text: string): string {
  return text
    .trim()
    .replace(/\s*=\s*/g, '=')
    .split(/\s+/)
    .map(pair => pair.replace('=', ': '))
    .join(', ')
}
