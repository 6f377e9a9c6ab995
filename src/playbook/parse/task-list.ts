/** A list of tasks with its blocks, imports and roles: flat, each task with all that it inherits. */

import { hintFor } from '../../errors/suggest.ts'
import type { Reader } from '../../yaml/reader.ts'
import { plainModule } from '../modules.ts'
import type { TaskSource } from '../types.ts'
import { expandInclude, includeKey } from './include.ts'
import { type Around, inherit, nest, readAround, withinBlock } from './inherit.ts'
import { blockKeywords, refusedTaskKeyword } from './keywords.ts'
import type { PlayRoles } from './role.ts'
import { parseTask } from './task.ts'

/** Where a list of tasks is read. */
export type ListContext = {
  readonly handler: boolean
  readonly modules?: readonly string[] | undefined
  readonly around: Around
  readonly roles: PlayRoles
  /** Files that are being read, to find one that includes itself. */
  readonly files: readonly string[]
  /** How many late includes it stands in. */
  readonly lateDepth?: number
}

export function readTaskList(list: Reader, what: string, context: ListContext): TaskSource[] {
  if (list.value === null || list.value === undefined) return []
  const items = list.items(what, 'Start each task with `- `.') ?? []
  return items.flatMap(item => expandTask(item, context))
}

function expandTask(item: Reader, context: ListContext): TaskSource[] {
  if (item.has('block')) return expandBlock(item, context)
  const key = Object.keys(item.value ?? {}).find(name => includeKey(name))
  if (key !== undefined) return expandInclude(item, key, context)
  const task = parseTask(item, context)
  return task ? [inherit(task, context.around)] : []
}

/** A block without `rescue` and `always` is its tasks. */
function expandBlock(block: Reader, context: ListContext): TaskSource[] {
  if (context.handler && (block.has('rescue') || block.has('always'))) {
    const message = 'A block in handlers cannot have `rescue` or `always`: each handler is notified by itself.'
    block.fail({ code: 'not-supported', message, at: 'key' })
    return []
  }
  for (const [key, reader] of block.entries('A block') ?? []) {
    if ((blockKeywords as readonly string[]).includes(key)) continue
    const refused = refusedTaskKeyword(key)
    if (refused !== undefined) {
      const hint = refused === '' ? {} : { hint: refused }
      reader.fail({ code: 'not-supported', message: `\`${key}\` is not supported yet.`, at: 'key', ...hint })
      continue
    }
    const known = ['loop', 'register', 'until'].includes(key) || key.startsWith('with_')
    reader.fail({
      code: 'unknown-key',
      message: `A block has no key \`${plainModule(key)}\`.`,
      found: key,
      at: 'key',
      ...(known ? { hint: 'Put it on a task of the block.' } : hintFor(key, blockKeywords)),
    })
  }
  const around = nest(context.around, readAround(block))
  const parts = (['block', 'rescue', 'always'] as const).filter(part => block.has(part))
  const isTree = parts.length > 1
  const id = isTree ? context.roles.newBlock() : ''
  return parts.flatMap(part => {
    const inner = isTree ? withinBlock(around, { block: id, part, hasRescue: block.has('rescue') }) : around
    return readTaskList(block.at(part), `\`${part}\``, { ...context, around: inner })
  })
}
