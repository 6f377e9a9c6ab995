/** Keywords of blocks, included files and roles, which the tasks within inherit. Pure. */

import type { BlockPart } from '../../engine/task.ts'
import type { Reader } from '../../yaml/reader.ts'
import type { Inherited, Placed, RoleScope, TaskSource } from '../types.ts'
import { optional } from './optional.ts'
import { readBecomeMethod, readConditions, readTags, readVars } from './shared.ts'

/** What stands around a task. Keywords that a task can override are kept apart from those that add up. */
export type Around = {
  readonly outer: Inherited
  readonly tags: readonly string[]
  readonly vars: Readonly<Record<string, unknown>>
  readonly flags: Partial<
    Pick<TaskSource, 'become' | 'becomeUser' | 'ignoreErrors' | 'noLog' | 'checkMode' | 'runOnce'>
  >
}

export const nothingAround: Around = {
  outer: { when: [], notify: [], tagGates: [], within: [], searchDirs: [] },
  tags: [],
  vars: {},
  flags: {},
}

/** The keywords of a block, of an import or of a role in `roles:`. */
export function readAround(reader: Reader): Around {
  const read = <T>(key: string, get: (reader: Reader, what: string) => T): T | undefined =>
    reader.has(key) ? get(reader.at(key), `\`${key}\``) : undefined
  const flag = (one: Reader, what: string) => one.flag(what)
  const placed = (key: string, texts: readonly string[] = []): Placed[] =>
    texts.map((text, i) => ({ text, source: reader.source, path: [...reader.path, key, i] }))
  read('become_method', readBecomeMethod)
  return {
    outer: {
      ...nothingAround.outer,
      when: placed('when', read('when', readConditions)),
      notify: placed(
        'notify',
        read('notify', (one, what) => one.texts(what)),
      ),
    },
    tags: read('tags', readTags) ?? [],
    vars: read('vars', readVars) ?? {},
    flags: {
      ...optional('become', read('become', flag)),
      ...optional(
        'becomeUser',
        read('become_user', (one, what) => one.text(what)),
      ),
      ...optional('ignoreErrors', read('ignore_errors', flag)),
      ...optional('noLog', read('no_log', flag)),
      ...optional('checkMode', read('check_mode', flag)),
      ...optional('runOnce', read('run_once', flag)),
    },
  }
}

/** `inner` stands within `around`. */
export function nest(around: Around, inner: Around): Around {
  return {
    outer: {
      when: [...around.outer.when, ...inner.outer.when],
      notify: [...around.outer.notify, ...inner.outer.notify],
      tagGates: [...around.outer.tagGates, ...inner.outer.tagGates],
      within: [...around.outer.within, ...inner.outer.within],
      searchDirs: [...new Set([...inner.outer.searchDirs, ...around.outer.searchDirs])],
      ...optional('role', inner.outer.role ?? around.outer.role),
    },
    tags: [...around.tags, ...inner.tags],
    vars: { ...around.vars, ...inner.vars },
    flags: { ...around.flags, ...inner.flags },
  }
}

/** Within one of the lists of a block that has `rescue` or `always`. */
export function withinBlock(around: Around, part: BlockPart): Around {
  return { ...around, outer: { ...around.outer, within: [...around.outer.within, part] } }
}

/** Within a role: its variables, and its directories before those of the playbook. */
export function withinRole(around: Around, role: RoleScope, dir: string): Around {
  return nest(around, { ...nothingAround, outer: { ...nothingAround.outer, role, searchDirs: [dir] } })
}

/** `include_*` is selected by its tags as a task is; what it includes does not inherit them. */
export function behindGate(around: Around): Around {
  const tagGates = [...around.outer.tagGates, around.tags]
  return { ...around, tags: [], outer: { ...around.outer, tagGates } }
}

/** The task with all that it inherits; nothing is added where nothing stands around it. */
export function inherit(task: TaskSource, around: Around): TaskSource {
  const { outer, tags, vars, flags } = around
  const isBare =
    outer.role === undefined &&
    [outer.when, outer.notify, outer.tagGates, outer.within, outer.searchDirs].every(list => list.length === 0)
  return {
    ...flags,
    ...task,
    tags: [...new Set([...tags, ...task.tags])],
    vars: { ...vars, ...task.vars },
    ...(isBare ? {} : { outer }),
  }
}
