/** Texts of playbooks and template files, parsed once: they are few, and come again for each host. */

import { analyseExpressionTree, analyseTemplateTree, noUses, type Uses } from './analyse.ts'
import { TemplateFailure } from './failure.ts'
import type { Expression, Statement } from './syntax/ast.ts'
import {
  fileOptions,
  type Parsed,
  type ParseOptions,
  parseCondition,
  parseTemplate,
  playbookOptions,
} from './syntax/parse.ts'

export type Read<T> = { readonly parsed: Parsed<T>; readonly uses: Uses }

/** A condition, or the inside of `{{ }}`. */
export const readExpression = remember((text): Read<Expression> => {
  const parsed = parseCondition(text)
  return { parsed, uses: parsed.type === 'tree' ? analyseExpressionTree(parsed.tree) : noUses(parsed.names) }
})

/** A text of a playbook with `{{ }}` and `{% %}`. */
export const readTemplate = remember(text => read(text, playbookOptions))

/** A template file without a head of its own options. */
export const readFile = remember(text => read(text, fileOptions))

export function read(text: string, options: ParseOptions): Read<readonly Statement[]> {
  const parsed = parseTemplate(text, options)
  return { parsed, uses: parsed.type === 'tree' ? analyseTemplateTree(parsed.tree) : noUses(parsed.names) }
}

/** The tree. Throws TemplateFailure where there is none. */
export function treeOf<T>({ parsed }: Read<T>): T {
  if (parsed.type === 'failed') throw new TemplateFailure(parsed.failure.fault)
  return parsed.tree
}

function remember<T>(work: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>()
  return text => {
    const found = known.get(text)
    if (found) return found
    const result = work(text)
    if (known.size > 10_000) known.clear()
    known.set(text, result)
    return result
  }
}
