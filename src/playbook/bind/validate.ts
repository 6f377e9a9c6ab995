/** Parses a task's arguments by its module's schema. Pure. */
import type { Module } from '../../engine/module.ts'
import { type Diagnostic, SwkError } from '../../errors/diagnostic.ts'
import { hasTemplates, toPlain } from '../../template/index.ts'
import type { TaskSource } from '../types.ts'
import type { Arguments } from './arguments.ts'
import { at, diagnosticsOf } from './issues.ts'

/** Rendered arguments -> what the module works with. Equal arguments are parsed once for all hosts. Throws SwkError. */
export function parseArguments(task: TaskSource, module: Module, args: Arguments, rendered: unknown): unknown {
  const plain = toPlain(rendered)
  const key = rendered === args.data ? '' : JSON.stringify(plain)
  const known = parsed.get(task) ?? new Map<string, unknown>()
  parsed.set(task, known)
  if (known.has(key)) return known.get(key)
  const result = parse(module, args, plain)
  known.set(key, result)
  return result
}

/** What is wrong with arguments whatever their templates will give: unknown keys, missing ones, literal values. */
export function validateLiterals(task: TaskSource, module: Module, args: Arguments): readonly Diagnostic[] {
  const known = literals.get(task)
  if (known) return known
  const data = toPlain(args.data)
  const result = module.args.safeParse(data)
  const issues = result.success ? [] : result.error.issues
  const certain = issues.filter(
    issue => issue.code === 'unrecognized_keys' || !isTemplated(args.data, issue.path as (string | number)[]),
  )
  const found = certain.flatMap(issue => diagnosticsOf(issue, data, module, args))
  literals.set(task, found)
  return found
}

/** What stands at the path, or a text above it that becomes a list (`name: "{{ packages }}"`), comes from a template. */
function isTemplated(data: unknown, path: readonly (string | number)[]): boolean {
  if (hasTemplates(at(data, path))) return true
  return path.some((_, i) => {
    const above = at(data, path.slice(0, i))
    return typeof above === 'string' && hasTemplates(above)
  })
}

const parsed = new WeakMap<TaskSource, Map<string, unknown>>()
const literals = new WeakMap<TaskSource, readonly Diagnostic[]>()

function parse(module: Module, args: Arguments, rendered: unknown): unknown {
  const result = module.args.safeParse(rendered)
  if (result.success) return result.data
  const fitted = fitTypes(rendered, args, result.error.issues)
  const again = fitted === undefined ? result : module.args.safeParse(fitted)
  if (again.success) return again.data
  throw new SwkError(result.error.issues.flatMap(issue => diagnosticsOf(issue, rendered, module, args)))
}

type Issues = readonly { readonly code?: string; readonly path: readonly PropertyKey[] }[]

/**
 * As in Ansible a template that gives a number or a flag where text is wanted means the text, and a text of `key=value` or of a
 * template where a flag, a number or a list is wanted means that. Undefined: that is not it.
 */
function fitTypes(rendered: unknown, args: Arguments, issues: Issues): unknown {
  const copy: unknown = structuredClone(rendered)
  let changed = false
  for (const issue of issues) {
    const path = issue.path as (string | number)[]
    if (!args.isText && !isTemplated(args.data, path)) continue
    const value = convert(at(rendered, path), expectedTypes(issue))
    if (value === undefined) continue
    const holder = at(copy, path.slice(0, -1)) as Record<string | number, unknown>
    holder[path.at(-1) as string] = value
    changed = true
  }
  return changed ? copy : undefined
}

type Issue = Issues[number] & { readonly expected?: string; readonly errors?: readonly Issues[] }

function expectedTypes(issue: Issue): readonly string[] {
  if (issue.code === 'invalid_type') return [issue.expected ?? '']
  return issue.code === 'invalid_union' ? (issue.errors ?? []).flat().flatMap(expectedTypes) : []
}

function convert(value: unknown, expected: readonly string[]): unknown {
  if (typeof value === 'number') return expected.includes('string') ? String(value) : undefined
  if (typeof value === 'boolean') return expected.includes('string') ? (value ? 'True' : 'False') : undefined
  if (typeof value !== 'string') return undefined
  if (expected.includes('boolean') && /^(?:yes|true|on|1)$/i.test(value)) return true
  if (expected.includes('boolean') && /^(?:no|false|off|0)$/i.test(value)) return false
  if (expected.some(type => ['number', 'int'].includes(type)) && /^-?\d+(?:\.\d+)?$/.test(value)) return Number(value)
  return expected.includes('array') ? value.split(',').map(part => part.trim()) : undefined
}
