/** The manual of a module, made from its schema. Pure. */
import { z } from 'zod'
import type { Module } from '../engine/module.ts'

/** What `z.toJSONSchema` and the modules' own helpers (src/vocabulary/args.ts) say of an argument. */
type Argument = {
  readonly description?: string
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly default?: unknown
  readonly defaultValue?: unknown
  readonly anyOf?: readonly Argument[]
  readonly oneOf?: readonly Argument[]
  /** Ansible's; not there yet. */
  readonly notYet?: boolean
  /** Another name of this key. */
  readonly aliasOf?: string
  readonly requiredKey?: boolean
}

type Schema = { readonly properties?: Readonly<Record<string, Argument>>; readonly required?: readonly string[] }

export function manual(module: Module): string {
  const { properties = {}, required = [] } = z.toJSONSchema(module.args, {
    io: 'input',
    unrepresentable: 'any',
  }) as Schema
  const all = Object.entries(properties)
  const rows = all.filter(([, argument]) => !argument.notYet && argument.aliasOf === undefined)
  const later = all.filter(([, argument]) => argument.notYet).map(([name]) => name)
  const width = Math.max(0, ...rows.map(([name]) => name.length))
  const lines = rows.flatMap(([name, argument]) => {
    const aliases = all.filter(([, other]) => other.aliasOf === name).map(([alias]) => alias)
    const facts = factsOf(argument, required.includes(name) || argument.requiredKey === true, aliases)
    return [`  ${name.padEnd(width)}  ${argument.description ?? ''}`.trimEnd(), `  ${' '.repeat(width)}  ${facts}`]
  })
  const examples = (module.examples ?? []).flatMap(example => asTask(example))
  return `${[
    `${module.name}\n${module.summary}`,
    lines.length > 0 ? `Arguments\n${lines.join('\n')}` : 'Arguments: none',
    module.freeForm === undefined ? '' : `A text instead of arguments sets \`${module.freeForm}\`.`,
    later.length > 0 ? `Not supported yet: ${later.join(', ')}.` : '',
    examples.length > 0 ? `Examples\n${examples.join('\n')}` : '',
  ]
    .filter(Boolean)
    .join('\n\n')}\n`
}

function factsOf(argument: Argument, required: boolean, aliases: readonly string[]): string {
  const initial = argument.default ?? argument.defaultValue
  const parts = [
    typeOf(argument),
    required ? 'required' : '',
    initial === undefined ? '' : `default ${JSON.stringify(initial)}`,
    aliases.length > 0 ? `also ${aliases.join(', ')}` : '',
  ]
  return parts.filter(Boolean).join('; ')
}

function typeOf({ type, enum: choices, anyOf, oneOf }: Argument): string {
  if (choices) return choices.map(String).join(', ')
  if (type !== undefined) return [type].flat().map(plainType).join(' or ')
  return [...new Set([...(anyOf ?? []), ...(oneOf ?? [])].map(typeOf))].filter(Boolean).join(' or ')
}

function plainType(type: string): string {
  const names: Readonly<Record<string, string>> = {
    string: 'text',
    boolean: 'yes or no',
    integer: 'whole number',
    array: 'list',
    object: 'mapping',
  }
  return names[type] ?? type
}

function asTask(example: string): string[] {
  return example
    .trimEnd()
    .split('\n')
    .map((line, i) => `  ${i === 0 && !line.startsWith('- ') ? '- ' : i > 0 ? '  ' : ''}${line}`)
}
