/** One task: its module, its arguments as written, and its keywords. */

import type { Reader } from '../../yaml/reader.ts'
import type { TaskSource } from '../types.ts'
import { findModule } from './module-of-task.ts'
import { optional } from './optional.ts'
import { readBecomeMethod, readConditions, readName, readTags, readVars } from './shared.ts'

export type TaskOptions = { readonly handler: boolean; readonly modules?: readonly string[] | undefined }

/** The task, or undefined where it has no module that could be meant. Mistakes are collected in the reader. */
export function parseTask(task: Reader, options: TaskOptions): TaskSource | undefined {
  if (task.entries('A task') === undefined) return undefined
  const found = findModule(task, options.modules)
  const read = <T>(key: string, get: (reader: Reader, what: string) => T): T | undefined =>
    task.has(key) ? get(task.at(key), `\`${key}\``) : undefined
  const text = (reader: Reader, what: string) => reader.text(what)
  const flag = (reader: Reader, what: string) => reader.flag(what)
  const texts = (reader: Reader, what: string) => reader.texts(what)

  read('become_method', readBecomeMethod)
  if (!options.handler) read('listen', refuseListen)
  const { loopVar, loopLabel } = read('loop_control', readLoopControl) ?? {}
  const rest = {
    ...optional('name', read('name', text)),
    when: read('when', readConditions) ?? [],
    ...optional('loop', read('loop', readLoop)),
    loopVar: loopVar ?? 'item',
    ...optional('loopLabel', loopLabel),
    ...optional('register', read('register', readName)),
    notify: read('notify', texts) ?? [],
    listen: read('listen', texts) ?? [],
    tags: read('tags', readTags) ?? [],
    ...optional('become', read('become', flag)),
    ...optional('becomeUser', read('become_user', text)),
    vars: read('vars', readVars) ?? {},
    ...optional('ignoreErrors', read('ignore_errors', flag)),
    ...optional('noLog', read('no_log', flag)),
    ...optional('checkMode', read('check_mode', flag)),
    ...optional('changedWhen', read('changed_when', readConditions)),
    ...optional('failedWhen', read('failed_when', readConditions)),
    ...optional('moreArgs', read('args', readArgs)),
  }
  if (found === undefined) return undefined
  const args = found.reader
  return { ...rest, module: found.module, args: args.value, argsPath: args.path, source: task.source, path: task.path }
}

function refuseListen(reader: Reader): void {
  reader.fail({ code: 'unknown-key', message: 'Only handlers have `listen`.', at: 'key', hint: 'A task has `notify`.' })
}

/** A list, or a template that gives one when it is rendered. */
function readLoop(loop: Reader, what: string): unknown {
  if (Array.isArray(loop.value) || (typeof loop.value === 'string' && loop.value.includes('{{'))) return loop.value
  const hint = typeof loop.value === 'string' ? `A variable is written "{{ ${loop.value} }}".` : undefined
  return loop.wrongType(what, 'a list, or a template that gives one', hint)
}

function readLoopControl(control: Reader, what: string): { loopVar?: string; loopLabel?: string } {
  for (const [key, reader] of control.entries(what) ?? []) {
    if (key === 'loop_var' || key === 'label') continue
    const known = ['index_var', 'pause', 'extended', 'extended_allitems', 'break_when'].includes(key)
    const message = known ? `\`${key}\` is not supported yet.` : `\`loop_control\` has no key \`${key}\`.`
    reader.fail({
      code: known ? 'not-supported' : 'unknown-key',
      message,
      at: 'key',
      expected: '`loop_var` or `label`',
    })
  }
  const loopVar = control.has('loop_var') ? readName(control.at('loop_var'), '`loop_var`') : undefined
  const loopLabel = control.has('label') ? control.at('label').text('`label`') : undefined
  return { ...optional('loopVar', loopVar), ...optional('loopLabel', loopLabel) }
}

function readArgs(args: Reader, what: string): Record<string, unknown> {
  const entries = args.entries(what) ?? []
  return Object.fromEntries(entries.map(([key, entry]) => [key, entry.value]))
}
