/** The result of a loop whose items run as tasks of their own, each on its host. */
import { z } from 'zod'
import { defineModule } from '../../engine/module.ts'
import { loopResult, type Result } from '../../engine/result/result.ts'
import type { Scope } from '../../engine/task.ts'
import { nothingAround } from '../parse/inherit.ts'
import type { TaskSource } from '../types.ts'
import type { Prepared } from './prepared.ts'

const collectModule = defineModule({
  name: 'loop',
  summary: 'The results of the items of a loop.',
  args: z.unknown(),
  reads: () => [],
  plan: () => [],
  result: args => loopResult(args as readonly Result[]),
})

export type Item = {
  /** The name under which its task registers. */
  readonly register: string
  readonly item: unknown
}

/** The name under which an item's task registers: no variable has such a name. */
export function itemName({ register }: TaskSource, at: number): string {
  return `${register} ${at}`
}

/** A task that is not reported; it registers what the loop would. */
export function collectItems(
  task: TaskSource,
  items: readonly Item[],
  place: Pick<Prepared, 'order' | 'section'>,
): Prepared {
  const { register = '', loopVar, source, path, tags, outer } = task
  const own: TaskSource = {
    ...{ module: 'loop', args: null, argsPath: path, when: [], loopVar, notify: [], listen: [], tags, vars: {} },
    ...{ register, source, path, outer: { ...(outer ?? nothingAround.outer), when: [] } },
  }
  const resolve = ({ registered, pending, observed }: Scope) => {
    const missing = items.find(
      ({ register: name }) => !registered.has(name) && (observed === null || pending.has(name)),
    )
    if (missing) return { type: 'waits' as const, on: missing.register }
    const results = items.map(({ register: name, item }) => ({
      ...(registered.get(name) as Result),
      [loopVar]: item,
      ansible_loop_var: loopVar,
    }))
    return { type: 'run' as const, instances: [{ args: results }] }
  }
  const bound = { resolve, evaluate: () => true, inspect: () => [] }
  const about = { source: own, written: own, module: collectModule, bound, isMeta: false, name: register, sets: [] }
  return { ...place, ...about, isSilent: true }
}
