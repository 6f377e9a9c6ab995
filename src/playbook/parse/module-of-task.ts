/** Which key of a task is its module: the one that is no keyword. */
import { closest, hintFor } from '../../errors/suggest.ts'
import type { Reader } from '../../yaml/reader.ts'
import { plainModule, sameModule } from '../modules.ts'
import { isLoopKey, refusedTaskKeyword, taskKeywords } from './keywords.ts'

export type Found = { readonly module: string; readonly reader: Reader }

/** The module of the task with the reader of its arguments. Other keys, a second module and none at all are collected. */
export function findModule(task: Reader, modules: readonly string[] = []): Found | undefined {
  const before = task.problems.diagnostics.length
  const others = (task.entries('A task') ?? []).filter(([key]) => !isKeyword(key))
  const possible = others.filter(([key, reader]) => !refuse(key, reader))
  const isKnown = (key: string) => modules.some(name => sameModule(name, key))
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
  if (plainModule(key) === 'meta') checkMeta(reader)
  return { module: plainModule(key), reader }
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

const metas = ['flush_handlers', 'end_host', 'end_play', 'noop', 'clear_facts']

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
