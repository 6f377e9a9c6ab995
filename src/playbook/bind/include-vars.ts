/** `include_vars`: variables for the tasks after it, read before contact. */
import { z } from 'zod'
import { defineModule } from '../../engine/module.ts'
import { type Diagnostic, SwkError } from '../../errors/diagnostic.ts'
import { loadDefinitions, valuesOf } from '../../yaml/definitions.ts'
import type { TaskSource } from '../types.ts'
import { type Binding, boundTask } from './bound-task.ts'
import { findProjectFile, searchDirs } from './files.ts'

const includeVarsModule = defineModule({
  name: 'include_vars',
  summary: 'Reads variables for the tasks after it.',
  args: z.strictObject({ file: z.string(), name: z.string().optional() }),
  freeForm: 'file',
  reads: () => [],
  plan: () => [],
})

export function isIncludeVars({ module }: TaskSource): boolean {
  return module.replaceAll('-', '_') === 'include_vars'
}

/**
 * The variables that the task adds for this host, or what is wrong. What depends on a result cannot be read in time; what
 * depends on facts is read by the given ones.
 */
export function includedVars(
  binding: Omit<Binding, 'module'>,
  facts: ReadonlyMap<string, unknown>,
): {
  readonly values: Readonly<Record<string, unknown>>
  readonly diagnostics: readonly Diagnostic[]
  readonly usesFacts: boolean
} {
  const { task, host, context } = binding
  const place = task.source.place(task.argsPath)
  let usesFacts = false
  try {
    const bound = boundTask({ ...binding, module: includeVarsModule })
    let resolution = bound.resolve({ host, registered: new Map(), pending: new Map(), observed: null })
    if (resolution.type === 'waits' && facts.size > 0) {
      usesFacts = true
      resolution = bound.resolve({ host, registered: facts, pending: new Map(), observed: null })
    }
    if (resolution.type === 'waits') {
      const message = `\`include_vars\` cannot depend on the result \`${resolution.on}\` yet.`
      throw new SwkError({ code: 'not-supported', message, place })
    }
    const instances = resolution.type === 'run' ? resolution.instances : []
    const read = instances.map(({ args }) => {
      const { file, name } = args as { file: string; name?: string }
      const values = valuesOf(loadDefinitions(findProjectFile(file, 'vars', searchDirs(task, context), place)))
      return name === undefined ? values : { [name]: values }
    })
    return { values: Object.assign({}, ...read), diagnostics: [], usesFacts }
  } catch (error) {
    if (!(error instanceof SwkError)) throw error
    return { values: {}, diagnostics: error.diagnostics, usesFacts }
  }
}
