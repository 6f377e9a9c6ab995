/** `include_vars`: variables for the tasks after it, before contact where their file is known by then. */
import { defineModule } from '../../engine/module.ts'
import type { Instance, Resolution, Scope } from '../../engine/task.ts'
import { type Diagnostic, SwkError } from '../../errors/diagnostic.ts'
import { renderData } from '../../template/index.ts'
import { nothingAround } from '../parse/inherit.ts'
import type { TaskSource } from '../types.ts'
import { type Binding, type Bound, boundTask } from './bound-task.ts'
import { type IncludeVarsArgs, includeVarsArgs, namesOfFiles, possibleFiles, readVarsFiles } from './vars-files.ts'

type Loaded = { readonly values: Readonly<Record<string, unknown>>; readonly files: readonly string[] }

export const includeVarsModule = defineModule({
  name: 'include_vars',
  summary: 'Reads variables for the tasks after it.',
  args: includeVarsArgs,
  freeForm: 'file',
  reads: () => [],
  plan: () => [],
  result: args => {
    const { values, files } = args as unknown as Loaded
    return { ansible_facts: values, ansible_included_var_files: files }
  },
})

export function isIncludeVars({ module }: TaskSource): boolean {
  return module.replaceAll('-', '_') === 'include_vars'
}

export type IncludedVars = {
  /** What is known now: for all tasks after it. */
  readonly values: Readonly<Record<string, unknown>>
  readonly diagnostics: readonly Diagnostic[]
  /** The names that it sets when its file is known; undefined: that is now. */
  readonly sets?: readonly string[]
  /** Assumed facts have chosen its file. */
  readonly usesFacts: boolean
  readonly bound: Bound
}

/**
 * The variables that the task adds for this host, or what is wrong. What depends on facts is read by the given ones, what depends on
 * a result when that is known.
 */
export function includedVars(binding: Omit<Binding, 'module'>, facts: ReadonlyMap<string, unknown>): IncludedVars {
  const { task, host } = binding
  const own = boundTask({ ...binding, module: includeVarsModule })
  const bound: Bound = { ...own, resolve: scope => withValues(own.resolve(scope), binding, scope) }
  let usesFacts = false
  try {
    const before: Scope = { host, registered: new Map(), pending: new Map(), observed: null }
    let resolution = own.resolve(before)
    if (resolution.type === 'waits' && facts.size > 0) {
      resolution = own.resolve({ ...before, registered: facts })
      usesFacts = resolution.type !== 'waits'
    }
    if (resolution.type === 'waits')
      return { values: {}, diagnostics: [], sets: lateNames(binding), usesFacts: false, bound }
    const instances = resolution.type === 'run' ? resolution.instances : []
    const values = Object.assign({}, ...instances.map(one => load(one, binding).values))
    return { values, diagnostics: task.register === undefined ? [] : own.inspect(), usesFacts, bound }
  } catch (error) {
    if (!(error instanceof SwkError)) throw error
    return { values: {}, diagnostics: error.diagnostics, usesFacts, bound }
  }
}

function load({ args }: Instance, { task, context }: Omit<Binding, 'module'>): Loaded {
  const given = args as IncludeVarsArgs
  const { values, files } = readVarsFiles(given, task, context)
  return { values: given.name === undefined ? values : { [given.name]: values }, files }
}

/** The variables as they are when the task runs: later ones see them as data. */
function withValues(resolution: Resolution, binding: Omit<Binding, 'module'>, { registered }: Scope): Resolution {
  if (resolution.type !== 'run') return resolution
  const { task, vars } = binding
  const instances = resolution.instances.map((instance): Instance => {
    const { values, files } = load(instance, binding)
    const outer = { ...(task.outer ?? nothingAround.outer), included: { ...task.outer?.included, ...values } }
    const scope = vars.of({ ...task, outer }, Object.fromEntries(registered))
    const rendered = Object.entries(values).map(([name, value]) => [name, renderData(value, scope)])
    return { ...instance, args: { values: Object.fromEntries(rendered), files } }
  })
  return { ...resolution, instances }
}

/** All names that one of the files that may be meant defines. */
function lateNames({ task, context }: Omit<Binding, 'module'>): readonly string[] {
  const { args } = task
  const name = typeof args === 'object' && args !== null ? (args as { name?: unknown }).name : undefined
  if (typeof name === 'string') return [name]
  return namesOfFiles(possibleFiles(task, context))
}
