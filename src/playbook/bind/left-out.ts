/** Tasks that a host leaves out, such as those for other systems: nothing of them is checked. Pure. */
import { z } from 'zod'
import { defineModule, type Module } from '../../engine/module.ts'
import { SwkError } from '../../errors/diagnostic.ts'
import { conditionReach, truthy, type Vars } from '../../template/index.ts'
import type { TaskSource } from '../types.ts'
import { conditionsOf } from './inspect.ts'

/** Whether a condition over facts, or of an include or a block around it, may leave the task out. */
export function mayBeLeftOut(task: TaskSource): boolean {
  return (task.outer?.when ?? []).length > 0 || task.when.some(text => text.includes('ansible_'))
}

/** Whether a condition over facts and variables does not hold. `later`: names whose values are not known yet. */
export function isLeftOut(task: TaskSource, vars: Vars, later: ReadonlySet<string>): boolean {
  return (
    mayBeLeftOut(task) &&
    conditionsOf(task).some(({ text, source, path }) => {
      try {
        return ![...conditionReach(text, vars)].some(name => later.has(name)) && !truthy(text, vars, source.place(path))
      } catch (error) {
        if (error instanceof SwkError) return false
        throw error
      }
    })
  )
}

/** Stands for a module that swk does not have, in a task that is left out. */
export function absentStandIn(name: string): Module {
  return defineModule({
    name,
    summary: 'A module that swk does not have.',
    args: z.unknown(),
    freeForm: 'text',
    reads: () => [],
    plan: () => [],
  })
}
