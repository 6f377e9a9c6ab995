/** Filters, tests and functions by the names that templates use for them, and what is wrong with their calls. */
import { didYouMean } from '../errors/suggest.ts'
import { noteUse } from '../secret/index.ts'
import type { PluginCall } from './analyse.ts'
import type { Context, Keywords, Plugin } from './evaluate/context.ts'
import { bind, checkCall, signature } from './evaluate/signature.ts'
import { PythonError, TemplateFailure } from './failure.ts'
import { filters, refusedFilters } from './filters/index.ts'
import { functions } from './functions/index.ts'
import { findLookup, shortName } from './lookups/index.ts'
import type { Expression } from './syntax/ast.ts'
import { tests } from './tests/index.ts'
import { Rolled } from './values/special.ts'

type Kind = PluginCall['kind']

const tables: Readonly<Record<Kind, ReadonlyMap<string, Plugin>>> = {
  filter: filters,
  test: tests,
  function: functions,
}

/** Throws TemplateFailure where there is none of that name. */
export function findPlugin(kind: Kind, name: string): Plugin {
  const table = tables[kind]
  const short = kind === 'function' ? name : shortName(name)
  const found = table.get(short)
  if (found) return found
  const instead = kind === 'filter' ? refusedFilters.get(short) : undefined
  if (instead !== undefined)
    throw new TemplateFailure({
      code: 'not-supported',
      message: `the filter ${name} is not supported`,
      found: name,
      hint: instead,
    })
  const hint = didYouMean(short, table.keys())
  if (kind === 'function')
    throw new TemplateFailure({
      code: 'undefined-variable',
      message: `'${name}' is undefined`,
      name,
      expected: `a function: ${[...table.keys()].join(', ')}`,
      ...(hint && { hint }),
    })
  throw new TemplateFailure({
    code: 'template-error',
    message: `${name} is not a ${kind}`,
    found: name,
    ...(hint && { hint }),
  })
}

type Applied = { readonly value: unknown; readonly args: readonly unknown[]; readonly keywords: Keywords }

/** Calls a filter or test. Throws TemplateFailure. */
export function callPlugin(
  { kind, name }: { readonly kind: 'filter' | 'test'; readonly name: string },
  context: Context,
  { value, args, keywords }: Applied,
): unknown {
  const plugin = findPlugin(kind, name)
  const bound = bind(`${kind} ${name}`, signature(plugin.parameters), [noteUse(value), ...args.map(noteUse)], keywords)
  try {
    const result = plugin.run(context, ...(bound as never[]))
    // What Python makes lazily is a list behind a filter.
    return result instanceof Rolled ? [...result] : result
  } catch (error) {
    throw named(error, name)
  }
}

/** The message of a plugin begins with its name; what is undefined keeps its own. */
function named(error: unknown, name: string): unknown {
  if (!(error instanceof PythonError) || error.message.startsWith(name)) return error
  const { message, code: _code, ...more } = error.fault
  return new TemplateFailure({ code: 'template-error', message: `${name}: ${message}`, ...more })
}

/** Refuses calls of what does not exist, and arguments that it does not take, without any value. Throws TemplateFailure. */
export function checkCalls(calls: readonly PluginCall[]): void {
  for (const call of calls) {
    try {
      check(call)
    } catch (error) {
      if (!(error instanceof TemplateFailure)) throw error
      throw new TemplateFailure({ ...error.fault, line: error.fault.line ?? call.line })
    }
  }
}

const appliers: Readonly<Record<string, 'filter' | 'test'>> = {
  map: 'filter',
  select: 'test',
  reject: 'test',
  selectattr: 'test',
  rejectattr: 'test',
}

function check({ kind, name, args, hasValue }: PluginCall): void {
  const plugin = findPlugin(kind, name)
  const isOpen = args.rest !== undefined || args.mapping !== undefined
  const count = args.positional.length + (hasValue ? 1 : 0)
  const keywords = args.keywords.map(([keyword]) => keyword)
  checkCall(`${kind} ${name}`, signature(plugin.parameters), { count, keywords, isOpen })
  const applied = kind === 'filter' ? appliers[shortName(name)] : undefined
  const inner = applied && constant(args.positional[name.includes('attr') ? 1 : 0])
  if (applied && inner !== undefined) findPlugin(applied, inner)
  const isLookup = kind === 'function' && /^(?:lookup|query|q)$/.test(name)
  const lookup = isLookup ? constant(args.positional[0]) : undefined
  if (lookup !== undefined) {
    const common = new Set(['wantlist', 'errors', 'allow_unsafe'])
    const own = keywords.filter(keyword => !common.has(keyword))
    const given = { count: 0, keywords: own, isOpen: true }
    checkCall(`lookup ${lookup}`, signature(findLookup(lookup).parameters), given)
  }
}

function constant(node: Expression | undefined): string | undefined {
  return node?.type === 'constant' && typeof node.value === 'string' ? node.value : undefined
}
