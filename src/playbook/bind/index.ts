/** Binding: a play and a host -> what the engine works on. */
import type { HostPlay, Module, Task } from '../../engine/index.ts'
import { Collector } from '../../errors/collect.ts'
import type { Diagnostic, Place } from '../../errors/diagnostic.ts'
import type { Host } from '../../inventory/types.ts'
import { render } from '../../template/index.ts'
import { moduleKey } from '../modules.ts'
import { optional } from '../parse/optional.ts'
import type { Play, TaskSource } from '../types.ts'
import { type Bound, boundTask } from './bound-task.ts'
import type { BindContext, CompiledTopology } from './context.ts'
import { type HostVars, hostVars } from './host-vars.ts'
import { metaModule } from './meta.ts'
import { notifies } from './notify.ts'
import { isSelected } from './tags.ts'

export type { BindContext, CompiledTopology } from './context.ts'
export { isSelected, type TagChoice } from './tags.ts'

/** What the play's topology means for one host; undefined: the play has none. Throws SwkError with all that is wrong with it. */
export function compiledFor(play: Play, host: Host, context: BindContext): CompiledTopology | undefined {
  return context.compile?.(host, hostVars(host, play.vars, context).base)
}

export type BoundPlay = {
  readonly hostPlay: HostPlay
  /** What is wrong with the play for this host, found without contact. */
  readonly diagnostics: readonly Diagnostic[]
}

/** The tasks of a play for one host. Tasks whose module is not there are left out: whoever loads the modules reports them. */
export function bindPlay(play: Play, host: Host, context: BindContext): HostPlay {
  return bindAndCheck(play, host, context).hostPlay
}

/** The same, and all that can be found wrong with it before contact. */
export function bindAndCheck(play: Play, host: Host, context: BindContext): BoundPlay {
  const vars = hostVars(host, play.vars, context)
  const problems = new Collector()
  const topology = problems.attempt(() => context.compile?.(host, vars.base))
  const picked = isSelected([...play.tags, 'topology'], context) ? topology : undefined
  const verified = isSelected([...play.tags, 'topology', 'verification'], context) ? topology?.verification : undefined

  // A handler runs after the tasks that notify it, so it sees what they register.
  const visible = new Set<string>()
  const own = (['pre_tasks', 'tasks', 'post_tasks'] as const).flatMap(section =>
    play.sections[section]
      .filter(source => isSelected([...play.tags, ...source.tags], context))
      .flatMap(source => prepare(source, section, new Set(visible)) ?? []),
  )
  const handlers = play.sections.handlers.flatMap(source => prepare(source, 'handlers', visible) ?? [])
  const topics = topicsOf(handlers, picked?.handlers ?? [])
  return {
    hostPlay: {
      host: host.name,
      tasks: [...own.map(complete), ...(picked?.tasks ?? []), ...(verified ?? [])],
      handlers: [...handlers.map(complete), ...(picked?.handlers ?? [])],
    },
    diagnostics: problems.diagnostics,
  }

  function prepare(source: TaskSource, section: Prepared['section'], seen: ReadonlySet<string>): Prepared | undefined {
    const isMeta = source.module === 'meta'
    const module = isMeta ? metaModule : context.modules.get(moduleKey(source.module))
    if (!module) return undefined
    const bound = boundTask({ task: source, module, host: host.name, vars, context, visible: seen })
    if (source.register !== undefined) visible.add(source.register)
    return { source, section, module, bound, isMeta, name: nameOf(source, vars) }
  }

  function complete(prepared: Prepared): Task {
    const { source, bound, isMeta } = prepared
    const { names, diagnostics } = notifies(source, vars, topics)
    const found = [...diagnostics, ...(isMeta ? metaFaults(source) : bound.inspect())]
    problems.add(...found.map(fault => explained(hidden(fault, play, source), play)))
    const become = source.become ?? (play.become || context.become)
    const user = become ? (source.becomeUser ?? play.becomeUser) : undefined
    const place = source.source.place(
      source.becomeUser === undefined ? [...play.path, 'become_user'] : [...source.path, 'become_user'],
    )
    const becomeUser =
      user === undefined ? undefined : problems.attempt(() => String(render(user, vars.of(source.vars), place)))
    return {
      ...taskOf(prepared, play, names),
      become,
      ...optional('becomeUser', becomeUser === 'root' ? undefined : becomeUser),
    }
  }
}

type Prepared = {
  readonly source: TaskSource
  readonly section: 'pre_tasks' | 'tasks' | 'post_tasks' | 'handlers'
  readonly module: Module
  readonly bound: Bound
  readonly isMeta: boolean
  readonly name: string
}

function taskOf(
  { source, section, module, bound, isMeta, name }: Prepared,
  play: Play,
  notify: readonly string[],
): Omit<Task, 'become'> {
  return {
    name,
    module,
    section,
    place: placeOf(source),
    ...optional('register', source.register),
    notify,
    ignoreErrors: source.ignoreErrors ?? play.ignoreErrors ?? false,
    noLog: source.noLog ?? play.noLog ?? false,
    ...optional('checkMode', source.checkMode ?? play.checkMode),
    ...(isMeta && { meta: 'flush_handlers' as const }),
    ...(source.changedWhen && {
      changedWhen: (scope, result) => bound.judge(source.changedWhen ?? [], 'changed_when', scope, result),
    }),
    ...(source.failedWhen && {
      failedWhen: (scope, result) => bound.judge(source.failedWhen ?? [], 'failed_when', scope, result),
    }),
    resolve: bound.resolve,
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
function nameOf(source: TaskSource, vars: HostVars): string {
  if (source.name === undefined) return source.module
  try {
    return String(render(source.name, vars.of(source.vars)))
  } catch {
    return source.name
  }
}

/** What may be notified -> the names of the handlers that then run. */
function topicsOf(handlers: readonly Prepared[], more: readonly Task[]): ReadonlyMap<string, readonly string[]> {
  const topics = new Map<string, string[]>()
  const add = (topic: string, name: string) => topics.set(topic, [...(topics.get(topic) ?? []), name])
  for (const { name, source } of handlers) for (const topic of new Set([name, ...source.listen])) add(topic, name)
  for (const { name } of more) add(name, name)
  return topics
}

/** The engine flushes without asking. */
function metaFaults({ when, loop, source, path }: TaskSource): Diagnostic[] {
  const key = when.length > 0 ? 'when' : loop === undefined ? undefined : 'loop'
  if (key === undefined) return []
  return [
    {
      code: 'not-supported',
      message: `\`${key}\` with \`meta\` is not supported yet.`,
      place: source.place([...path, key], 'key'),
    },
  ]
}

/** Who comes from Ansible looks for facts; and a result is not there before its task. */
function explained(fault: Diagnostic, play: Play): Diagnostic {
  const name = fault.code === 'undefined-variable' ? /^'(\w+)' is undefined/.exec(fault.message)?.[1] : undefined
  if (name === undefined) return fault
  const registers = Object.values(play.sections).some(list => list.some(task => task.register === name))
  if (registers)
    return { ...fault, hint: `A task registers ${name}, but only after this one, or it is left out by its tags.` }
  const hint = 'swk gathers no facts; modules read what they need. Say the value in a variable.'
  return name.startsWith('ansible_') && !fault.hint ? { ...fault, hint } : fault
}

/** With `no_log` not even a mistake shows what was found. */
function hidden(fault: Diagnostic, play: Play, source: TaskSource): Diagnostic {
  if (!(source.noLog ?? play.noLog)) return fault
  const { found: _, ...rest } = fault
  return rest
}
