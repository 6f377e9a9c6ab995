/** What the tasks of a loop see of it: the item, its index, and `ansible_loop` with `extended`. Pure. */
import type { TaskSource } from '../types.ts'

type LoopTask = Pick<TaskSource, 'loop' | 'loopVar' | 'indexVar' | 'isExtended'>

export function loopVars(task: LoopTask, items: readonly unknown[], item: unknown, i: number): Record<string, unknown> {
  const { loopVar, indexVar, isExtended } = task
  return {
    [loopVar]: item,
    ansible_loop_var: loopVar,
    ...(indexVar !== undefined && { [indexVar]: i, ansible_index_var: indexVar }),
    ...(isExtended && { ansible_loop: position(items, i) }),
  }
}

/** The names that a loop gives. */
export function loopNames(task: LoopTask): readonly string[] {
  return task.loop === undefined ? [] : Object.keys(loopVars(task, [], undefined, 0))
}

function position(items: readonly unknown[], i: number): Record<string, unknown> {
  const length = items.length
  return {
    allitems: items,
    index: i + 1,
    index0: i,
    revindex: length - i,
    revindex0: length - i - 1,
    first: i === 0,
    last: i === length - 1,
    length,
    ...(i > 0 && { previtem: items[i - 1] }),
    ...(i < length - 1 && { nextitem: items[i + 1] }),
  }
}
