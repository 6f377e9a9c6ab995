/** Binding: a play and a host -> what the engine works on. */
import type { HostPlay, HostView, Module, Task } from '../../engine/index.ts'
import { Collector } from '../../errors/collect.ts'
import { type Diagnostic, type Place, SwkError } from '../../errors/diagnostic.ts'
import type { Host } from '../../inventory/types.ts'
import { render } from '../../template/index.ts'
import { batches } from '../batches.ts'
import { moduleKey } from '../modules.ts'
import { nothingAround } from '../parse/inherit.ts'
import { optional } from '../parse/optional.ts'
import type { Play, TaskSource } from '../types.ts'
import { assumedFacts } from './assumed-facts.ts'
import { becomeOf } from './become.ts'
import { type Bound, boundTask } from './bound-task.ts'
import type { BindContext, CompiledTopology } from './context.ts'
import { type Gathering, gatherFor } from './gather.ts'
import { type HostVars, hostVars } from './host-vars.ts'
import { includedVars, isIncludeVars } from './include-vars.ts'
import { journalLimits } from './journal.ts'
import { metaModule, metaOf } from './meta.ts'
import { notifies } from './notify.ts'
import { isSelected } from './tags.ts'

export type { BindContext, CompiledTopology } from './context.ts'
export { isSelected, type TagChoice } from './tags.ts'

/** What the play's topology means for one host; undefined: the play has none. Throws SwkError with all that is wrong with it. */
export function compiledFor(play: Play, host: Host, context: BindContext): CompiledTopology | undefined {
  return context.compile?.(host, hostVars(host, play, context).base)
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
export function bindAndCheck(
  play: Play,
  host: Host,
  context: BindContext,
  assumed: ReadonlyMap<string, unknown> = assumedFacts(host),
): BoundPlay {
  const vars = hostVars(host, play, context)
  const problems = new Collector()
  const topology = problems.attempt(() => context.compile?.(host, vars.base))
  const picked = isSelected([...play.tags, 'topology'], context) ? topology : undefined
  const verified = isSelected([...play.tags, 'topology', 'verification'], context) ? topology?.verification : undefined

  // A handler runs after the tasks that notify it, so it sees what they register.
  const gathering = gatherFor(play, host, context)
  const visible = new Set<string>([...(context.registeredBefore?.get(host.name) ?? []), ...(gathering?.names ?? [])])
  let included: Readonly<Record<string, unknown>> = {}
  let dependsOnFacts = false
  const own = (['pre_tasks', 'tasks', 'post_tasks'] as const).flatMap(section =>
    play.sections[section]
      .filter(source => isChosen(source, play, context) && runsHere(source))
      .flatMap((source, i) => {
        if (metaOf(source) === 'flush_handlers' || (i === 0 && section === 'post_tasks')) seeHandlers()
        return prepare(source, section, new Set(visible)) ?? []
      }),
  )
  const handlers = play.sections.handlers.flatMap(source => prepare(source, 'handlers', visible) ?? [])
  const topics = topicsOf(handlers, picked?.handlers ?? [], vars)
  return {
    hostPlay: {
      host: host.name,
      tasks: [...gather(), ...own.map(complete), ...(picked?.tasks ?? []), ...(verified ?? [])],
      handlers: [...handlers.map(complete), ...(picked?.handlers ?? [])],
      ...optional('forceHandlers', play.forceHandlers),
      ...optional('confirm', play.confirm),
      ...optional('rollback', play.rollback),
      ...optional(
        'journal',
        problems.attempt(() => journalLimits(vars.base)),
      ),
      ...(gathering && { assumed }),
      ...(gathering && dependsOnFacts ? { rebind: (observed: HostView) => rebind(gathering, observed) } : {}),
    },
    diagnostics: problems.diagnostics,
  }

  function gather(): Task[] {
    return gathering ? [{ ...gathering.task, become: context.become || play.become }] : []
  }

  /** Files of variables that were chosen by assumed facts are chosen anew by the real ones. */
  function rebind({ valuesIn }: Gathering, observed: HostView): HostPlay {
    const bound = bindAndCheck(play, host, context, valuesIn(observed))
    if (bound.diagnostics.length > 0) throw new SwkError(bound.diagnostics)
    return bound.hostPlay
  }

  function prepare(written: TaskSource, section: Prepared['section'], seen: ReadonlySet<string>): Prepared | undefined {
    const source = withIncluded(written, included)
    if (isIncludeVars(source)) {
      const { values, diagnostics, usesFacts } = includedVars(
        { task: source, host: host.name, vars, context, visible: seen },
        gathering ? assumed : new Map(),
      )
      problems.add(...diagnostics.map(fault => explained(hidden(fault, play, source), play)))
      included = { ...included, ...values }
      dependsOnFacts ||= usesFacts
      return undefined
    }
    const isMeta = source.module === 'meta'
    const module = isMeta ? metaModule : context.modules.get(moduleKey(source.module))
    if (!module) return undefined
    const bound = boundTask({ task: source, module, host: host.name, vars, context, visible: seen })
    const sets = module.sets?.(source.args) ?? []
    if (source.register !== undefined) visible.add(source.register)
    for (const name of sets) visible.add(name)
    if (source.outer?.within.some(({ part, hasRescue }) => part === 'block' && hasRescue))
      for (const name of failedNames) visible.add(name)
    return { source, section, module, bound, isMeta, name: nameOf(source, vars), sets }
  }

  /** What handlers register is seen by the tasks after a flush. */
  function seeHandlers(): void {
    for (const { register } of play.sections.handlers) if (register !== undefined) visible.add(register)
  }

  /** `run_once`: on the first host of each batch. */
  function runsHere(source: TaskSource): boolean {
    if (!source.runOnce) return true
    const batch = batches(context.playHosts, play.serial).find(hosts => hosts.includes(host.name)) ?? []
    const place = source.source.place([...source.path, 'run_once'], 'key')
    const message = '`register` with `run_once` is not supported yet on several hosts.'
    if (source.register !== undefined && batch.length > 1) problems.add({ code: 'not-supported', message, place })
    return batch[0] === host.name
  }

  function complete(prepared: Prepared): Task {
    const { source, bound } = prepared
    const { names, diagnostics } = notifies(source, vars, topics)
    const found = [...diagnostics, ...(metaOf(source) === 'flush_handlers' ? metaFaults(source) : bound.inspect())]
    problems.add(...found.map(fault => explained(hidden(fault, play, source), play)))
    const as = problems.attempt(() => becomeOf(source, { play, host, context, vars: vars.of(source) }))
    problems.add(...(as?.diagnostics ?? []))
    return {
      ...taskOf(prepared, play, names),
      become: as?.become ?? false,
      ...optional('becomeUser', as?.becomeUser),
    }
  }
}

/** What a rescued failure registers. */
const failedNames = ['ansible_failed_task', 'ansible_failed_result']

type Prepared = {
  readonly source: TaskSource
  readonly section: 'pre_tasks' | 'tasks' | 'post_tasks' | 'handlers'
  readonly module: Module
  readonly bound: Bound
  readonly isMeta: boolean
  readonly name: string
  readonly sets: readonly string[]
}

function taskOf(
  { source, section, module, bound, isMeta, name, sets }: Prepared,
  play: Play,
  notify: readonly string[],
): Omit<Task, 'become'> {
  return {
    name,
    module,
    section,
    place: placeOf(source),
    ...optional('register', source.register),
    ...(sets.length > 0 && { sets }),
    notify,
    ignoreErrors: source.ignoreErrors ?? play.ignoreErrors ?? false,
    noLog: source.noLog ?? play.noLog ?? false,
    ...optional('checkMode', source.checkMode ?? play.checkMode),
    ...(isMeta && optional('meta', metaOf(source))),
    ...(source.changedWhen && {
      changedWhen: (scope, result) => bound.judge(source.changedWhen ?? [], 'changed_when', scope, result),
    }),
    ...(source.failedWhen && {
      failedWhen: (scope, result) => bound.judge(source.failedWhen ?? [], 'failed_when', scope, result),
    }),
    ...(source.outer && source.outer.within.length > 0 && { within: source.outer.within }),
    ...((source.until ?? source.retries) !== undefined && { until: untilOf(source, bound) }),
    resolve: bound.resolve,
  }
}

/** As in Ansible: three attempts, or one more than `retries`; without a condition until the task does not fail. */
function untilOf({ until, retries, delay }: TaskSource, bound: Bound): NonNullable<Task['until']> {
  return {
    attempts: retries === undefined ? 3 : Math.max(1, Math.floor(retries) + 1),
    delay: delay ?? 5,
    holds: (scope, result) =>
      until ? bound.judge(until, 'until', scope, result) : !(result as { readonly failed?: boolean }).failed,
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

function withIncluded(task: TaskSource, included: Readonly<Record<string, unknown>>): TaskSource {
  if (Object.keys(included).length === 0) return task
  return { ...task, outer: { ...(task.outer ?? nothingAround.outer), included } }
}

/** Selected by its own tags, and each `include_*` around it by that one's. */
function isChosen({ tags, outer }: TaskSource, play: Play, context: BindContext): boolean {
  return [tags, ...(outer?.tagGates ?? [])].every(some => isSelected([...play.tags, ...some], context))
}

/** What may be notified -> the names of the handlers that then run. */
function topicsOf(
  handlers: readonly Prepared[],
  more: readonly Task[],
  vars: HostVars,
): ReadonlyMap<string, readonly string[]> {
  const topics = new Map<string, string[]>()
  const add = (topic: string, name: string) => topics.set(topic, [...(topics.get(topic) ?? []), name])
  for (const { name, source } of handlers) {
    const own = source.outer?.role ? [ownName(source, vars)] : []
    for (const topic of new Set([name, ...own, ...source.listen])) add(topic, name)
  }
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

/** A fact that is not read, and a result that is not there before its task. */
function explained(fault: Diagnostic, play: Play): Diagnostic {
  const name = fault.code === 'undefined-variable' ? /^'(\w+)' is undefined/.exec(fault.message)?.[1] : undefined
  if (name === undefined) return fault
  const registers = Object.values(play.sections).some(list => list.some(task => task.register === name))
  if (registers)
    return { ...fault, hint: `A task registers ${name}, but only after this one, or it is left out by its tags.` }
  const hint =
    play.gatherFacts === false
      ? 'The play has `gather_facts: false`.'
      : 'swk has no such fact. Set the value in a variable.'
  return name.startsWith('ansible_') && (play.gatherFacts === false || !fault.hint) ? { ...fault, hint } : fault
}

/** With `no_log` not even a mistake shows what was found. */
function hidden(fault: Diagnostic, play: Play, source: TaskSource): Diagnostic {
  if (!(source.noLog ?? play.noLog)) return fault
  const { found: _, ...rest } = fault
  return rest
}
