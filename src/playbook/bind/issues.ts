/** What a module's schema finds wrong with arguments -> diagnostics at their places. Pure. */
import type { z } from 'zod'
import type { Module } from '../../engine/module.ts'
import type { ErrorCode } from '../../errors/codes.ts'
import type { Diagnostic } from '../../errors/diagnostic.ts'
import { hintFor } from '../../errors/suggest.ts'
import type { Location } from '../../yaml/location.ts'
import { describe } from '../../yaml/reader.ts'
import type { Arguments } from './arguments.ts'

type Issue = z.core.$ZodIssue

/** The diagnostics of one issue: of each unknown key one. `data` is what was parsed. */
export function diagnosticsOf(issue: Issue, data: unknown, module: Module, args: Arguments): Diagnostic[] {
  const path = issue.path as Location
  const what = path.length === 0 ? `\`${module.name}\`` : `\`${path.join('.')}\` of \`${module.name}\``
  if (issue.code === 'unrecognized_keys') return issue.keys.map(key => unknownKey(key, path, module, args))
  const value = at(data, path)
  const place = args.place(value === undefined ? path.slice(0, -1) : path)
  if (issue.code === 'custom') {
    const { code = 'bad-value', ...more } = (issue.params ?? {}) as { code?: ErrorCode } & Pick<
      Diagnostic,
      'found' | 'expected' | 'hint'
    >
    return [
      {
        code,
        message: path.length === 0 ? issue.message : `${what}: ${issue.message}`,
        place: code === 'unknown-key' ? args.place(path, 'key') : place,
        ...more,
      },
    ]
  }
  if (value === undefined)
    return [
      {
        code: 'missing-key',
        message: `${what} is missing.`,
        place: args.place(path.slice(0, -1)),
        expected: expectedOf(issue),
      },
    ]
  const inner = issue.code === 'invalid_union' ? unionIssue(issue) : undefined
  if (inner) return diagnosticsOf({ ...inner, path: [...path, ...inner.path] } as Issue, data, module, args)
  const code = issue.code === 'invalid_type' || issue.code === 'invalid_union' ? 'wrong-type' : 'bad-value'
  const hint =
    issue.code === 'invalid_value' && typeof value === 'string' ? hintFor(value, issue.values.map(String)) : {}
  const expected = expectedOf(issue)
  // zod's own words speak of types of JavaScript.
  const message = /^Invalid (?:input|option)/.test(issue.message)
    ? `${what} must be ${expected}.`
    : `${what}: ${issue.message}`
  return [{ code, message, place, found: describe(value), expected, ...hint }]
}

/** The keys that a module's arguments may have. */
function argumentNames(module: Module): string[] {
  let schema = module.args as unknown as
    | { shape?: object; _zod?: { def?: { in?: unknown; innerType?: unknown } } }
    | undefined
  while (schema && !schema.shape) schema = (schema._zod?.def?.in ?? schema._zod?.def?.innerType) as typeof schema
  return Object.keys(schema?.shape ?? {})
}

function unknownKey(key: string, path: Location, module: Module, args: Arguments): Diagnostic {
  const place = args.place([...path, key], 'key')
  const where = path.length === 0 ? `\`${module.name}\`` : `\`${path.join('.')}\` of \`${module.name}\``
  const names = path.length === 0 ? argumentNames(module) : []
  return {
    code: 'unknown-key',
    message: `${where} has no argument \`${key}\`.`,
    place,
    found: key,
    ...hintFor(key, names),
  }
}

/** Where all but one of a union's alternatives fail at once, the one that came further says what is wrong. */
function unionIssue(issue: Issue & { code: 'invalid_union' }): Issue | undefined {
  const further = issue.errors.filter(list => list.some(one => one.path.length > 0 || one.code === 'custom'))
  return further.length === 1 ? further[0]?.[0] : undefined
}

function expectedOf(issue: Issue): string {
  if (issue.code === 'invalid_type') return typeNames[issue.expected] ?? issue.expected
  if (issue.code === 'invalid_value') return `${issue.values.length > 1 ? 'one of ' : ''}${issue.values.join(', ')}`
  if (issue.code === 'invalid_union') return [...new Set(issue.errors.flat().map(expectedOf))].join(', or ')
  return issue.message
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'text',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
  boolean: 'yes or no',
  number: 'a number',
  int: 'a whole number',
}

export function at(data: unknown, path: Location): unknown {
  return path.reduce<unknown>(
    (value, step) =>
      typeof value === 'object' && value !== null ? (value as Record<string | number, unknown>)[step] : undefined,
    data,
  )
}
