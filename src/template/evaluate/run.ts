/** One rendering: its variables, what it may ask for, and where it is. */
import type { Statement } from '../syntax/ast.ts'
import type { Context } from './context.ts'
import type { Scope } from './scope.ts'

export type Block = {
  readonly body: readonly Statement[]
  readonly scoped: boolean
  readonly required: boolean
  readonly module: Module
}

/** A template that is being rendered: its own names, and the file that it is. */
export type Module = { readonly scope: Scope; readonly file: string | undefined }

export type Run = {
  readonly context: Context
  /** The value of a variable; Undefined where nothing defines it. */
  readonly variable: (name: string) => unknown
  /** True where the value of a variable is text whatever it looks like. */
  readonly isVerbatim: (name: string) => boolean
  /** Texts of a playbook become the lists, mappings and booleans that they look like; those of a file do not. */
  readonly convert: boolean
  /** Another template by its name; throws where there is none. */
  readonly load: (
    name: string,
    from: string | undefined,
  ) => { readonly tree: readonly Statement[]; readonly file: string } | undefined
  readonly blocks: Map<string, Block[]>
  /** Without the variables: what an import sees. */
  readonly bare: () => Run
  /** How many bodies are being executed within each other. */
  readonly nesting: { depth: number }
  /** The line that is being evaluated. */
  line: number
}
