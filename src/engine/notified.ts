/** Notified handlers are kept on the host until they have run, so that an interrupted run loses none. */
import { kindOf } from '../resources/index.ts'
import type { Step } from '../resources/kind.ts'
import { notifiedRef } from './refs.ts'
import type { Task } from './task.ts'
import type { World } from './world.ts'

/** `before` a task's own steps: note what it notifies. `after` a handler's steps: strike it off. */
export function notificationSteps(task: Task, world: World, when: 'before' | 'after'): readonly Step[] {
  const handlers = (world.state(notifiedRef)?.handlers ?? []) as readonly string[]
  const isHandler = task.section === 'handlers'
  const next =
    when === 'before'
      ? [...new Set([...handlers, ...task.notify])].sort()
      : isHandler
        ? handlers.filter(name => name !== task.name)
        : handlers
  if (next.length === handlers.length) return []
  const state = { handlers: next }
  const steps = kindOf('notified').write?.({ handlers }, state, { ...notifiedRef, state }) ?? []
  world.learn(new Map([['notified:', state]]))
  return steps
}
