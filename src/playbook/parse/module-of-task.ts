/** Which key of a task is its module: the one that is no keyword. */
import { closest, hintFor } from '../../errors/suggest.ts'
import type { Reader } from '../../yaml/reader.ts'
import { plainModule, sameModule } from '../modules.ts'
import type { Placed } from '../types.ts'
import { isLoopKey, refusedTaskKeyword, taskKeywords } from './keywords.ts'

export type Found = {
  readonly module: string
  readonly reader: Reader
  /** Of `action` and `local_action`: what is left beside the name of the module. */
  readonly args?: unknown
  readonly delegateTo?: Placed
}

/** The module of the task with the reader of its arguments. Other keys, a second module and none at all are collected. */
export function findModule(task: Reader, modules: readonly string[] = []): Found | undefined {
  const before = task.problems.diagnostics.length
  const others = (task.entries('A task') ?? []).filter(([key]) => !isKeyword(key))
  const possible = others.filter(([key, reader]) => !refuse(key, reader))
  const isKnown = (key: string) => isAction(key) || modules.some(name => sameModule(name, key))
  const isMisspelt = (key: string) => !isKnown(key) && closest(key, taskKeywords) !== undefined
  const module = possible.find(([key]) => isKnown(key)) ?? possible.find(([key]) => !isMisspelt(key))
  for (const [key, reader] of possible) {
    if (key === module?.[0]) continue
    if (
      module !== undefined &&
      (isKnown(key) || !isMisspelt(key)) &&
      !(isKnown(module[0]) && !isKnown(key) && modules.length > 0)
    )
      second(key, module[0], reader)
    else
      reader.fail({
        code: 'unknown-key',
        message: `A task has no key \`${key}\`.`,
        at: 'key',
        ...keyHint(key, module?.[0]),
      })
  }
  if (module === undefined) {
    if (task.problems.diagnostics.length === before) none(task)
    return undefined
  }
  const [key, reader] = module
  if (isAction(key)) return readAction(key, reader)
  if (plainModule(key) === 'meta') checkMeta(reader)
  return { module: plainModule(key), reader }
}

function isAction(key: string): boolean {
  return key === 'action' || key === 'local_action'
}

/** `action: apt name=htop`, or a mapping with `module`; `local_action` runs on this machine. */
function readAction(key: string, reader: Reader): Found | undefined {
  const local = key === 'local_action' && {
    delegateTo: { text: 'localhost', source: reader.source, path: reader.path },
  }
  if (typeof reader.value === 'string') {
    const [, name = '', args = ''] = /^\s*(\S+)\s*([\s\S]*)$/.exec(reader.value) ?? []
    if (name !== '' && !name.includes('{{')) return { module: plainModule(name), reader, args, ...local }
  }
  if (reader.has('module')) {
    const name = reader.at('module').text('`module`')
    const args = Object.fromEntries(Object.entries(reader.value as object).filter(([one]) => one !== 'module'))
    return name === undefined ? undefined : { module: plainModule(name), reader, args, ...local }
  }
  return reader.fail({
    code: 'bad-value',
    message: `\`${key}\` names no module.`,
    expected: '`MODULE key=value ...`, or a mapping with `module`',
  })
}

function isKeyword(key: string): boolean {
  return (taskKeywords as readonly string[]).includes(key) || isLoopKey(key)
}

function keyHint(key: string, module: string | undefined): { hint?: string } {
  const near = hintFor(key, taskKeywords)
  if (near.hint !== undefined || module === undefined) return near
  return { hint: `If it is an argument of \`${module}\`, indent it below.` }
}

/** Keywords and modules of Ansible that are not there yet. */
function refuse(key: string, reader: Reader): boolean {
  const hint = refusedTaskKeyword(plainModule(key))
  if (hint === undefined) return false
  const message = `\`${key}\` is not supported yet.`
  reader.fail({ code: 'not-supported', message, at: 'key', ...(hint === '' ? {} : { hint }) })
  return true
}

function second(key: string, first: string, reader: Reader): void {
  const message = `A task has one module; this one has \`${first}\` and \`${key}\`.`
  reader.fail({
    code: 'unknown-key',
    message,
    at: 'key',
    hint: 'Start a second task with `- `, or check the indentation.',
  })
}

function none(task: Reader): void {
  const expected = 'a module, for example `apt: { name: htop }`'
  task.fail({ code: 'missing-key', message: 'The task names no module.', expected })
}

const metas = [
  'flush_handlers',
  'end_host',
  'end_role',
  'end_play',
  'end_batch',
  'noop',
  'clear_facts',
  'clear_host_errors',
  'reset_connection',
  'refresh_inventory',
]

function checkMeta(reader: Reader): void {
  if (typeof reader.value === 'string' && metas.includes(reader.value)) return
  const found = String(reader.value)
  reader.fail({
    code: 'not-supported',
    message: `\`meta: ${found}\` is not supported.`,
    found,
    expected: metas.join(', '),
  })
}
