/** What swk answers to a case of the corpus, in the words of the corpus. */
import { join } from 'node:path'
import { SwkError } from '../../src/errors/diagnostic.ts'
import { projectFiles } from '../../src/playbook/bind/lookup-files.ts'
import { fromJson } from '../../src/template/filters/json.ts'
import { type FileOptions, render, renderFile, vars, withFiles } from '../../src/template/index.ts'
import { repr } from '../../src/template/values/text.ts'

export type Form = 'value' | 'text' | 'file'

export type Answer = { readonly answer?: string; readonly error?: 'undefined' | 'error' }

export type Case = Answer & {
  readonly input: string
  readonly form?: Form
  readonly variables?: Readonly<Record<string, unknown>>
  /** Jinja's options, by its names. */
  readonly options?: Readonly<Record<string, unknown>>
}

const project = join(import.meta.dirname, 'project')

/** `variables` is JSON, so that 1 and 1.0 can be told apart. */
export function answer({ input, options = {} }: Case, form: Form, variables: string): Answer & { message?: string } {
  const values = Object.fromEntries(fromJson(variables) as Map<string, unknown>)
  const scope = withFiles(vars({ values }), projectFiles([project]))
  try {
    if (form === 'file') return { answer: renderFile(input, scope, 'case.j2', fileOptions(options)) }
    if (form === 'text') return { answer: repr(render(input, scope)) }
    return { answer: repr((render(`{{ [${input}] }}`, scope) as unknown[])[0]) }
  } catch (error) {
    if (!(error instanceof SwkError)) throw error
    const [first] = error.diagnostics
    return {
      error: first?.code === 'undefined-variable' ? 'undefined' : 'error',
      ...(first && { message: first.message }),
    }
  }
}

function fileOptions(options: Readonly<Record<string, unknown>>): FileOptions {
  return {
    ...(options.trim_blocks !== undefined && { trimBlocks: options.trim_blocks === true }),
    ...(options.lstrip_blocks !== undefined && { lstripBlocks: options.lstrip_blocks === true }),
    ...(options.newline_sequence !== undefined && { newline: options.newline_sequence as '\n' }),
    ...(options.variable_start_string !== undefined && { variableStart: String(options.variable_start_string) }),
    ...(options.variable_end_string !== undefined && { variableEnd: String(options.variable_end_string) }),
  }
}
