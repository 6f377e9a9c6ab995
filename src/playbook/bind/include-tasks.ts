/** Includes that bring tasks for a host. Pure. */

import { z } from 'zod'
import { defineModule } from '../../engine/module.ts'
import type { Diagnostic } from '../../errors/diagnostic.ts'
import type { Modules } from '../modules/index.ts'
import { moduleKey } from '../modules.ts'
import { nothingAround } from '../parse/inherit.ts'
import { optional } from '../parse/optional.ts'
import type { RoleScope, TaskSource } from '../types.ts'
import { namesSetBy } from './names-set.ts'

/** `include_tasks` and `include_role`: they change nothing themselves. */
export const includeModule = defineModule({
  name: 'include_tasks',
  summary: 'Runs the tasks of a file or a role.',
  args: z.record(z.string(), z.string()),
  reads: () => [],
  plan: () => [],
})

/** Any task, where only its loop matters. */
export const loopModule = defineModule({
  name: 'loop',
  summary: 'The items of a loop.',
  args: z.unknown().transform(() => ({})),
  freeForm: 'text',
  reads: () => [],
  plan: () => [],
})

/** Worth an error although the file may not be chosen: a module that another system has is not. */
export function isCertain({ code }: Diagnostic): boolean {
  return code === 'yaml-syntax'
}

/** What the tasks register and set, those of includes in them too. */
export function namesSet(tasks: readonly TaskSource[], modules: Modules): readonly string[] {
  return tasks.flatMap(({ register, module, args, include }) => [
    ...(register === undefined ? [] : [register]),
    ...namesSetBy(modules.get(moduleKey(module)), args),
    ...(include?.possible ?? []).flatMap(one => namesSet(one.tasks, modules)),
  ])
}

/** Each run of a role that an include brings is one of its own: what ends the one does not end the next. */
const runs = new WeakMap<RoleScope, Map<number, RoleScope>>()
const written = new WeakMap<RoleScope, RoleScope>()

function roleWithin(role: RoleScope | undefined, around: RoleScope | undefined, id: number): RoleScope | undefined {
  if (role === undefined || role === around) return role
  if (around && written.get(around) === role) return around
  const known = runs.get(role) ?? new Map<number, RoleScope>()
  const run = known.get(id) ?? { ...role }
  runs.set(role, known.set(id, run))
  written.set(run, role)
  return run
}

/** The task as this include brings it: with its loop item, and with blocks of its own. `id` tells includes apart. */
export function withinInclude(
  task: TaskSource,
  include: TaskSource,
  items: Readonly<Record<string, unknown>>,
  id: number,
): TaskSource {
  const outer = task.outer ?? nothingAround.outer
  const depth = include.outer?.within.length ?? 0
  const within = [
    ...(include.outer?.within ?? []),
    ...outer.within.slice(depth).map(part => ({ ...part, block: `${part.block} of include ${id}` })),
  ]
  const role = roleWithin(outer.role, include.outer?.role, id)
  return {
    ...task,
    outer: {
      ...outer,
      ...optional('role', role),
      within,
      items: { ...include.outer?.items, ...outer.items, ...items },
    },
  }
}
