/** Whether a plan is one of this project: its files, options, variables and passwords. Nothing is contacted before. */
import { relative } from 'node:path'
import type { Inputs } from '../inputs/index.ts'
import { canonical } from '../resources/canonical.ts'
import { bad, type PlanFile } from './file.ts'
import type { Hash } from './fingerprint.ts'
import type { PlanOptions } from './types.ts'

export type Now = {
  readonly swk: string
  readonly options: PlanOptions
  readonly inputs: Readonly<Record<string, string>>
  readonly extraVars: string
}

/** Throws SwkError `bad-plan` with all that differs of one kind. */
export function mustMatch({ plan, seal }: PlanFile, now: Now, hash: Hash): void {
  if (plan.swk !== now.swk) throw bad(`the plan was made by swk ${plan.swk}; this is ${now.swk}`)
  if (seal !== hash(plan))
    throw bad('the seal of the plan does not fit: it was changed, or made with other vault passwords')
  const names = Object.keys({ ...plan.options, ...now.options }) as (keyof PlanOptions)[]
  // Where a playbook and its inventory are may differ between two machines: their content is compared.
  const differing = names
    .filter(name => name !== 'playbook' && name !== 'inventory')
    .filter(name => canonical(plan.options[name] ?? null) !== canonical(now.options[name] ?? null))
  if (differing.length > 0) throw bad(`the plan was made with other options: ${differing.join(', ')}`)
  if (plan.extraVars !== now.extraVars) throw bad('the plan was made with other --extra-vars')
  const files = [...new Set([...Object.keys(plan.inputs), ...Object.keys(now.inputs)])].sort()
  const changed = files.filter(file => plan.inputs[file] !== now.inputs[file])
  if (changed.length > 0)
    throw bad(
      `the plan was made of other files: ${changed.map(file => described(file, plan.inputs, now.inputs)).join(', ')}`,
    )
}

type Files = Readonly<Record<string, string>>

function described(file: string, planned: Files, now: Files): string {
  return `${file} (${planned[file] === undefined ? 'new' : now[file] === undefined ? 'not read any more' : 'changed'})`
}

/** By their paths from the playbook's directory, so that they are the same on another machine. */
export function relativeInputs(inputs: Inputs, directory: string): Record<string, string> {
  return Object.fromEntries([...inputs].map(([file, hash]) => [relative(directory, file), hash]).sort())
}
