/** The tree of a template. `line` counts from 1 within its text. */

export type Arguments = {
  readonly positional: readonly Expression[]
  readonly keywords: readonly (readonly [name: string, value: Expression])[]
  readonly rest?: Expression
  readonly mapping?: Expression
}

export type CompareOperator = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'not in'
export type BinaryOperator = '+' | '-' | '*' | '/' | '//' | '%' | '**'

export type Expression = { readonly line: number } & (
  | { readonly type: 'constant'; readonly value: unknown }
  | { readonly type: 'name'; readonly name: string }
  | { readonly type: 'list' | 'tuple'; readonly items: readonly Expression[] }
  | { readonly type: 'dict'; readonly pairs: readonly (readonly [Expression, Expression])[] }
  | { readonly type: 'attribute'; readonly object: Expression; readonly name: string }
  | { readonly type: 'item'; readonly object: Expression; readonly index: Expression }
  | {
      readonly type: 'slice'
      readonly start: Expression | undefined
      readonly stop: Expression | undefined
      readonly step: Expression | undefined
    }
  | { readonly type: 'call'; readonly callee: Expression; readonly args: Arguments }
  /** Without input: the body of a filter block. */
  | { readonly type: 'filter'; readonly input: Expression | undefined; readonly name: string; readonly args: Arguments }
  | { readonly type: 'test'; readonly input: Expression; readonly name: string; readonly args: Arguments }
  | { readonly type: 'not'; readonly value: Expression }
  | { readonly type: 'signed'; readonly operator: '-' | '+'; readonly value: Expression }
  | { readonly type: 'and' | 'or'; readonly left: Expression; readonly right: Expression }
  | {
      readonly type: 'binary'
      readonly operator: BinaryOperator
      readonly left: Expression
      readonly right: Expression
    }
  | { readonly type: 'concat'; readonly items: readonly Expression[] }
  | {
      readonly type: 'compare'
      readonly first: Expression
      readonly rest: readonly (readonly [CompareOperator, Expression])[]
    }
  | {
      readonly type: 'conditional'
      readonly test: Expression
      readonly yes: Expression
      readonly otherwise: Expression | undefined
    }
)

/** Names that a `for` or `set` fills: one, several, or an attribute of a namespace. */
export type Target =
  | { readonly type: 'name'; readonly name: string }
  | { readonly type: 'tuple'; readonly items: readonly Target[] }
  | { readonly type: 'namespace'; readonly name: string; readonly attribute: string }

export type Parameter = { readonly name: string; readonly value?: Expression }

export type MacroDefinition = {
  readonly name: string
  readonly parameters: readonly Parameter[]
  readonly body: readonly Statement[]
}

export type Statement = { readonly line: number } & (
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'output'; readonly value: Expression }
  | {
      readonly type: 'if'
      readonly branches: readonly { readonly test: Expression; readonly body: readonly Statement[] }[]
      readonly otherwise: readonly Statement[]
    }
  | {
      readonly type: 'for'
      readonly target: Target
      readonly iterable: Expression
      readonly condition: Expression | undefined
      readonly recursive: boolean
      readonly body: readonly Statement[]
      readonly otherwise: readonly Statement[]
    }
  | { readonly type: 'set'; readonly target: Target; readonly value: Expression }
  | {
      readonly type: 'set-block'
      readonly target: Target
      readonly filter: Expression | undefined
      readonly body: readonly Statement[]
    }
  | {
      readonly type: 'with'
      readonly pairs: readonly (readonly [Target, Expression])[]
      readonly body: readonly Statement[]
    }
  | { readonly type: 'macro'; readonly macro: MacroDefinition }
  | { readonly type: 'call'; readonly call: Expression; readonly caller: MacroDefinition }
  | { readonly type: 'filter'; readonly filter: Expression; readonly body: readonly Statement[] }
  | { readonly type: 'scope'; readonly body: readonly Statement[] }
  | { readonly type: 'do'; readonly value: Expression }
  | { readonly type: 'break' | 'continue' }
  | {
      readonly type: 'block'
      readonly name: string
      readonly scoped: boolean
      readonly required: boolean
      readonly body: readonly Statement[]
    }
  | { readonly type: 'extends'; readonly template: Expression }
  | {
      readonly type: 'include'
      readonly template: Expression
      readonly ignoreMissing: boolean
      readonly withContext: boolean
    }
  | { readonly type: 'import'; readonly template: Expression; readonly name: string; readonly withContext: boolean }
  | {
      readonly type: 'from'
      readonly template: Expression
      readonly names: readonly (readonly [name: string, alias: string])[]
      readonly withContext: boolean
    }
)
