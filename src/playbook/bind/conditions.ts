/** Arguments that are conditions (`that` of `assert`) as they stand in the playbook. Pure. */
import type { Module } from '../../engine/module.ts'
import { withoutBraces } from '../../template/index.ts'

/** Conditions with `{{ }}` in them are not what their rendered text says: what a host reported would be a part of it. */
export function withConditions({ conditions = [] }: Module, written: unknown, rendered: unknown): unknown {
  if (conditions.length === 0 || written === rendered) return rendered
  const [given, values] = [written, rendered] as Readonly<Record<string, unknown>>[]
  return { ...values, ...Object.fromEntries(conditions.map(key => [key, kept(given?.[key], values?.[key])])) }
}

function kept(written: unknown, rendered: unknown): unknown {
  if (Array.isArray(written) && Array.isArray(rendered) && written.length === rendered.length)
    return written.map((one, i) => kept(one, rendered[i]))
  return typeof written === 'string' && withoutBraces(written) !== undefined ? written : rendered
}
