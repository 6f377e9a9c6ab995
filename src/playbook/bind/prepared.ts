/** A task of a play, bound to a host: what the engine gets of it. Pure. */
import type { Module, Task } from '../../engine/index.ts'
import type { Place } from '../../errors/diagnostic.ts'
import { render, type Vars } from '../../template/index.ts'
import { optional } from '../parse/optional.ts'
import type { Play, TaskSource } from '../types.ts'
import type { Bound } from './bound-task.ts'
import { renderCount } from './flags.ts'
import type { HostVars } from './host-vars.ts'
import { metaOf } from './meta.ts'

export type Prepared = {
  /** The position in the play. */
  readonly order: number
  readonly source: TaskSource
  /** The same as the playbook has it. */
  readonly written: TaskSource
  readonly section: 'pre_tasks' | 'tasks' | 'post_tasks' | 'handlers'
  readonly module: Module
  readonly bound: Bound
  readonly isMeta: boolean
  readonly name: string
  readonly sets: readonly string[]
  readonly isSilent?: true
}

export function taskOf(
  { source, section, module, bound, isMeta, name, sets, order, isSilent }: Prepared,
  play: Play,
  vars: HostVars,
  notify: readonly string[],
): Omit<Task, 'become'> {
  return {
    name,
    module,
    section,
    place: placeOf(source),
    ...optional('isSilent', isSilent),
    ...(source.delegateFacts && { delegatesFacts: true }),
    ...optional('role', source.outer?.role),
    ...(section !== 'handlers' && { order }),
    ...optional('register', source.register),
    ...(sets.length > 0 && { sets }),
    notify,
    ignoreErrors: source.ignoreErrors ?? play.ignoreErrors ?? false,
    noLog: source.noLog ?? play.noLog ?? false,
    ...optional('checkMode', source.checkMode ?? play.checkMode),
    ...((source.diff ?? play.diff) === false && { hidesDiff: true }),
    ...(source.anyErrorsFatal && { endsPlay: true }),
    ...optional('throttle', source.throttle),
    ...(isMeta && optional('meta', metaOf(source))),
    ...(source.changedWhen && {
      changedWhen: (scope, result) => bound.evaluate(source.changedWhen ?? [], 'changed_when', scope, result),
    }),
    ...(source.failedWhen && {
      failedWhen: (scope, result) => bound.evaluate(source.failedWhen ?? [], 'failed_when', scope, result),
    }),
    ...(source.outer && source.outer.within.length > 0 && { within: source.outer.within }),
    ...((source.until ?? source.retries) !== undefined && { until: untilOf(source, bound, vars.of(source)) }),
    ...(source.loopPause !== undefined && { pause: pauseOf(source, source.loopPause, vars.of(source)) }),
    resolve: bound.resolve,
  }
}

const pauseOf = ({ source, path }: TaskSource, given: number | string, vars: Vars): number =>
  renderCount(given, vars, source, [...path, 'loop_control', 'pause'])

/** As in Ansible: three attempts, or one more than `retries`; without a condition until the task does not fail. */
function untilOf(task: TaskSource, bound: Bound, vars: Vars): NonNullable<Task['until']> {
  const { until, source, path } = task
  const retries = task.retries === undefined ? 2 : renderCount(task.retries, vars, source, [...path, 'retries'])
  return {
    attempts: Math.max(1, Math.floor(retries) + 1),
    delay: renderCount(task.delay ?? 5, vars, source, [...path, 'delay']),
    holds: (scope, result) =>
      until ? bound.evaluate(until, 'until', scope, result) : !(result as { readonly failed?: boolean }).failed,
  }
}

const places = new WeakMap<TaskSource, Place>()

/** The same for all hosts. */
function placeOf(source: TaskSource): Place {
  const place = places.get(source) ?? source.source.place(source.path)
  places.set(source, place)
  return place
}

/** A name may be a template; where it cannot be rendered it is shown as it is written. */
export function nameOf(source: TaskSource, vars: HostVars): string {
  const role = source.outer?.role
  return role ? `${role.name} : ${ownName(source, vars)}` : ownName(source, vars)
}

function ownName(source: TaskSource, vars: HostVars): string {
  if (source.name === undefined) return source.module
  try {
    return String(render(source.name, vars.of(source)))
  } catch {
    return source.name
  }
}

/** What may be notified -> the names of the handlers that then run. */
export type Topics = ReadonlyMap<string, readonly string[]>

export function topicsOf(handlers: readonly Prepared[], more: readonly Task[], vars: HostVars): Topics {
  const topics = new Map<string, string[]>()
  const add = (topic: string, name: string) => topics.set(topic, [...(topics.get(topic) ?? []), name])
  for (const { name, source } of handlers) {
    const own = source.outer?.role ? [ownName(source, vars)] : []
    for (const topic of new Set([name, ...own, ...source.listen])) add(topic, name)
  }
  for (const { name } of more) add(name, name)
  return topics
}
