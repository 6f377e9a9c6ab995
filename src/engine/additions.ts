/** What tasks add to the inventory (`add_host`, `group_by`): found in their results. Pure. */
import type { Module } from './module.ts'

/** A host with groups and variables, or one that joins a group. */
export type Addition = {
  readonly host: string
  readonly groups: readonly string[]
  readonly vars: Readonly<Record<string, unknown>>
  /** Groups that the others are put into. */
  readonly parents: readonly string[]
}

type Result = Readonly<Record<string, unknown>>

/** `host`: which the task ran for. */
export function additionsIn({ extendsInventory }: Module, result: Result, host: string): readonly Addition[] {
  if (!extendsInventory) return []
  const results = Array.isArray(result.results) ? (result.results as readonly Result[]) : [result]
  return results.flatMap(({ add_host, add_group, parent_groups }): Addition[] => {
    if (typeof add_group === 'string')
      return [{ host, groups: [add_group], vars: {}, parents: parent_groups as readonly string[] }]
    if (typeof add_host !== 'object' || add_host === null) return []
    const { host_name, groups, host_vars } = add_host as AddedHost
    return [{ host: host_name, groups, vars: host_vars, parents: [] }]
  })
}

type AddedHost = { readonly host_name: string; readonly groups: readonly string[]; readonly host_vars: Result }
