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
    issue => issue.code === 'unrecognized_keys' || !hasTemplates(at(args.data, issue.path as (string | number)[])),
  )
  const found = certain.flatMap(issue => diagnosticsOf(issue, data, module, args))
  literals.set(task, found)
  return found
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
 * As in Ansible, a template that gives a number where text is wanted means the text, and one that gives the text of a
 * number means the number where that is wanted. Undefined: that is not it.
 */
function fitTypes(rendered: unknown, args: Arguments, issues: Issues): unknown {
  const copy: unknown = structuredClone(rendered)
  let changed = false
  for (const issue of issues) {
    const path = issue.path as (string | number)[]
    if (issue.code !== 'invalid_type' || !comesFromTemplate(args.data, path)) continue
    const found = fitted(at(rendered, path), (issue as { expected?: string }).expected)
    if (found === undefined) continue
    const holder = at(copy, path.slice(0, -1)) as Record<string | number, unknown>
    holder[path.at(-1) as string] = found
    changed = true
  }
  return changed ? copy : undefined
}

/** A text in a list or mapping that a template gave as a whole stands below that template. */
function comesFromTemplate(data: unknown, path: readonly (string | number)[]): boolean {
  for (let length = path.length; length > 0; length--) {
    const written = at(data, path.slice(0, length))
    if (written !== undefined) return hasTemplates(written)
  }
  return false
}

function fitted(value: unknown, expected: string | undefined): unknown {
  if (expected === 'string' && typeof value === 'number') return String(value)
  const isNumeric = typeof value === 'string' && /^\s*[-+]?\d+(?:\.\d+)?\s*$/.test(value)
  return (expected === 'number' || expected === 'int') && isNumeric ? Number(value) : undefined
}
