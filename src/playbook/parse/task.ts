/** One task: its module, its arguments as written, and its keywords. */

import type { Reader } from '../../yaml/reader.ts'
import { sameModule } from '../modules.ts'
import type { TaskSource } from '../types.ts'
import { readDelegate } from './delegate.ts'
import { readFlags } from './flags.ts'
import { readSettings, type Settings } from './inherit.ts'
import { readLoops } from './loop.ts'
import { findModule } from './module-of-task.ts'
import { optional } from './optional.ts'
import { readBecomeMethod, readConditions, readCount, readName, readNumber, readTags, readVars } from './shared.ts'

export type TaskOptions = { readonly handler: boolean; readonly modules?: readonly string[] | undefined }

/** The task, or undefined where it has no module that could be meant. Mistakes are collected in the reader. */
export function parseTask(task: Reader, options: TaskOptions): (TaskSource & Settings) | undefined {
  if (task.entries('A task') === undefined) return undefined
  const found = findModule(task, options.modules)
  const read = <T>(key: string, get: (reader: Reader, what: string) => T): T | undefined =>
    task.has(key) ? get(task.at(key), `\`${key}\``) : undefined
  const text = (reader: Reader, what: string) => reader.text(what)
  const texts = (reader: Reader, what: string) => reader.texts(what)

  read('become_method', readBecomeMethod)
  const seconds = read('async', readCount)
  const isLeft = read('poll', readCount) === 0 && seconds !== undefined && seconds !== 0
  if (isLeft && found !== undefined && !canBeLeft(found)) refusePoll(task.at('poll'), found.module)
  if (!options.handler) read('listen', refuseListen)
  const number = (reader: Reader, what: string) => readNumber(reader, what)
  const rest = {
    ...optional('name', read('name', text)),
    when: read('when', readConditions) ?? [],
    ...readLoops(task),
    ...optional('register', read('register', readName)),
    notify: read('notify', texts) ?? [],
    listen: read('listen', texts) ?? [],
    tags: read('tags', readTags) ?? [],
    ...optional('becomeUser', read('become_user', text)),
    ...optional('remoteUser', read('remote_user', text)),
    vars: read('vars', readVars) ?? {},
    ...(found !== undefined && sameModule(found.module, 'add_host') && { runOnce: true }),
    ...readFlags(task),
    ...optional('delegateTo', readDelegate(task) ?? found?.delegateTo),
    ...optional('settings', settingsOf(task)),
    ...optional('throttle', read('throttle', number)),
    ...optional('changedWhen', read('changed_when', readConditions)),
    ...optional('failedWhen', read('failed_when', readConditions)),
    ...optional('until', read('until', readConditions)),
    ...optional('retries', read('retries', readCount)),
    ...optional('delay', read('delay', readCount)),
    ...(seconds !== undefined && seconds !== 0 && { timeLimit: { seconds, isLeft } }),
    ...optional('moreArgs', read('args', readArgs)),
  }
  if (found === undefined) return undefined
  const args = found.reader
  return {
    ...rest,
    module: found.module,
    args: 'args' in found ? found.args : args.value,
    argsPath: args.path,
    source: task.source,
    path: task.path,
  }
}

export function refuseListen(reader: Reader): void {
  reader.fail({ code: 'unknown-key', message: 'Only handlers have `listen`.', at: 'key', hint: 'A task has `notify`.' })
}

/** What changes by other means than a command is waited for. */
function refusePoll(reader: Reader, module: string): void {
  reader.fail({
    code: 'not-supported',
    message: `\`poll: 0\` is for command, shell, script and raw; \`${module}\` is waited for.`,
    hint: 'Leave `poll` out.',
  })
}

/** Modules whose work is a command. */
function canBeLeft({ module }: { readonly module: string }): boolean {
  return ['command', 'shell', 'script', 'raw'].some(name => sameModule(name, module))
}

function settingsOf(task: Reader): Settings['settings'] {
  const settings = readSettings(task)
  return Object.keys(settings).length > 0 ? settings : undefined
}

function readArgs(args: Reader, what: string): Record<string, unknown> {
  const entries = args.entries(what) ?? []
  return Object.fromEntries(entries.map(([key, entry]) => [key, entry.value]))
}
