/** Keywords that are yes or no. A template among them is rendered for each host. Pure. */
import type { Reader } from '../../yaml/reader.ts'
import type { FlagName, Placed, TaskSource } from '../types.ts'

export type Flags = Pick<TaskSource, FlagName | 'templates'>

const keys: Readonly<Record<FlagName, string>> = {
  become: 'become',
  ignoreErrors: 'ignore_errors',
  noLog: 'no_log',
  checkMode: 'check_mode',
  runOnce: 'run_once',
  anyErrorsFatal: 'any_errors_fatal',
  diff: 'diff',
  delegateFacts: 'delegate_facts',
}
const names = Object.keys(keys) as FlagName[]

export function readFlags(reader: Reader): Flags {
  const literal: Partial<Record<FlagName, boolean>> = {}
  const templates: Partial<Record<FlagName, Placed>> = {}
  for (const name of names) {
    const key = keys[name]
    if (!reader.has(key)) continue
    const one = reader.at(key)
    if (typeof one.value === 'string' && one.value.includes('{{'))
      templates[name] = { text: one.value, source: one.source, path: one.path }
    else {
      const flag = one.flag(`\`${key}\``)
      if (flag !== undefined) literal[name] = flag
    }
  }
  return { ...literal, ...(Object.keys(templates).length > 0 && { templates }) }
}

export function pickFlags(task: Flags): Flags {
  const entries = names.flatMap(name => (task[name] === undefined ? [] : [[name, task[name]]]))
  return { ...Object.fromEntries(entries), ...(task.templates && { templates: task.templates }) }
}

/** The inner flags over those around them, whether literal or templates. */
export function mergeFlags(around: Flags, inner: Flags): Flags {
  const merged = { ...around, ...inner }
  const templates: Partial<Record<FlagName, Placed>> = {}
  for (const name of names) {
    const own = inner.templates?.[name]
    const outer = inner[name] === undefined ? around.templates?.[name] : undefined
    const template = own ?? outer
    if (template === undefined) continue
    templates[name] = template
    delete merged[name]
  }
  const { templates: _, ...literal } = merged
  return Object.keys(templates).length > 0 ? { ...literal, templates } : literal
}
