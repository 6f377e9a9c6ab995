/** A prepared task, complete: with whom it notifies, who runs it and where. */
import type { Scope, Task } from '../../engine/index.ts'
import { optional } from '../parse/optional.ts'
import type { TaskSource } from '../types.ts'
import { becomeOf } from './become.ts'
import { type Binding, beforeContact } from './binding.ts'
import { delegateOf } from './delegate.ts'
import { metaOf } from './meta.ts'
import { notifies } from './notify.ts'
import { leaderOf } from './prepare-all.ts'
import { includer } from './prepare-include.ts'
import { leavesOut } from './prepare-task.ts'
import { type Prepared, taskOf } from './prepared.ts'
import { endRoleFaults, explained, hidden, metaFaults } from './task-faults.ts'

export function complete(binding: Binding, one: Prepared): Task {
  const { play, host, context, vars, problems } = binding
  const { source, bound } = one
  const { names, diagnostics } = notifies(source, vars, binding.topics)
  const meta = metaOf(source)
  const found = [
    ...diagnostics,
    ...(meta === 'flush_handlers' ? metaFaults(source) : bound.inspect()),
    ...(meta === 'end_role' ? endRoleFaults(source) : []),
  ]
  if (found.length > 0 && !leavesOut(binding, source))
    problems.add(...found.map(fault => explained(hidden(fault, play, source), play)))
  const as = problems.attempt(() => becomeOf(source, { play, host, context, vars: vars.of(source) }))
  problems.add(...(as?.diagnostics ?? []))
  const task = taskOf(one, play, vars, names)
  const delegate = problems.attempt(() => delegateOf(source, vars.of(source), { host: host.name, context }))
  const include = source.include && includer(binding, one)
  // What a handler includes is known already.
  if (include) problems.attempt(() => include(beforeContact(binding)))
  return {
    ...task,
    ...(include && withInclude(task, include)),
    ...optional('delegateTo', delegate),
    ...(source.runOnce && { once: onceOf(source, leaderOf(binding) ?? host.name) }),
    become: as?.become ?? false,
    ...optional('becomeUser', as?.becomeUser),
  }
}

/** A loop over an include brings the same task more than once: its items tell them apart. */
function onceOf({ source, path, outer }: TaskSource, leader: string): NonNullable<Task['once']> {
  return { leader, key: `${leader} ${source.file} ${path.join(' ')} ${JSON.stringify(outer?.items ?? null)}` }
}

/** Its tasks are worked out with its own arguments: what is wrong with them is its failure. */
function withInclude({ resolve }: Pick<Task, 'resolve'>, include: NonNullable<Task['include']>) {
  return {
    include,
    resolve: (scope: Scope) => {
      const resolution = resolve(scope)
      include(scope)
      return resolution
    },
  }
}
