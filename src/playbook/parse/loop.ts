/** `loop`, `with_*` and `loop_control` of a task. */
import type { Reader } from '../../yaml/reader.ts'
import type { TaskSource } from '../types.ts'
import { isLoopKey } from './keywords.ts'
import { optional } from './optional.ts'
import { readCount, readName } from './shared.ts'

type Loop = Pick<TaskSource, 'loop' | 'loopKey' | 'loopVar' | 'loopLabel' | 'loopPause' | 'indexVar' | 'isExtended'>

export function readLoops(task: Reader): Loop {
  const keys = (task.entries('A task') ?? []).map(([key]) => key).filter(key => key === 'loop' || isLoopKey(key))
  const [key, second] = keys
  if (second !== undefined)
    task.at(second).fail({
      code: 'unknown-key',
      message: `A task has one loop; this one has \`${key}\` and \`${second}\`.`,
      at: 'key',
    })
  const control = task.has('loop_control') ? readLoopControl(task.at('loop_control'), '`loop_control`') : {}
  const loop = key === undefined ? undefined : key === 'loop' ? readLoop(task.at(key), '`loop`') : task.at(key).value
  return {
    ...optional('loop', loop),
    ...(key !== undefined && key !== 'loop' && { loopKey: key }),
    ...control,
    loopVar: control.loopVar ?? 'item',
  }
}

/** A list, or a template that gives one when it is rendered. */
function readLoop(loop: Reader, what: string): unknown {
  if (Array.isArray(loop.value) || (typeof loop.value === 'string' && loop.value.includes('{{'))) return loop.value
  const hint = typeof loop.value === 'string' ? `A variable is written "{{ ${loop.value} }}".` : undefined
  return loop.wrongType(what, 'a list, or a template that gives one', hint)
}

const controls = ['loop_var', 'label', 'index_var', 'extended', 'extended_allitems', 'pause']

function readLoopControl(control: Reader, what: string): Partial<Loop> {
  for (const [key, reader] of control.entries(what) ?? []) {
    if (controls.includes(key)) continue
    const isKnown = key === 'break_when'
    reader.fail({
      code: isKnown ? 'not-supported' : 'unknown-key',
      message: isKnown ? `\`${key}\` is not supported yet.` : `\`loop_control\` has no key \`${key}\`.`,
      at: 'key',
      expected: controls.join(', '),
    })
  }
  const read = <T>(key: string, get: (reader: Reader, what: string) => T): T | undefined =>
    control.has(key) ? get(control.at(key), `\`${key}\``) : undefined
  return {
    ...optional('loopVar', read('loop_var', readName)),
    ...optional(
      'loopLabel',
      read('label', (reader, name) => reader.text(name)),
    ),
    ...optional('loopPause', read('pause', readCount)),
    ...optional('indexVar', read('index_var', readName)),
    ...optional(
      'isExtended',
      read('extended', (reader, name) => reader.flag(name)),
    ),
  }
}
