/** Binding: a play and a host -> what the engine works on. */
import type { HostPlay, HostView, Instance, Module, Scope, Task } from '../../engine/index.ts'
import { Collector } from '../../errors/collect.ts'
import { type Diagnostic, SwkError } from '../../errors/diagnostic.ts'
import type { Host } from '../../inventory/types.ts'
import { batches } from '../batches.ts'
import { moduleKey } from '../modules.ts'
import { nothingAround } from '../parse/inherit.ts'
import { optional } from '../parse/optional.ts'
import type { Play, TaskSource } from '../types.ts'
import { assumedFacts } from './assumed-facts.ts'
import { becomeOf } from './become.ts'
import { type Bound, boundTask } from './bound-task.ts'
import type { BindContext, CompiledTopology } from './context.ts'
import { delegateOf, delegatesByItem } from './delegate.ts'
import { renderFlags } from './flags.ts'
import { type Gathering, gatherFor } from './gather.ts'
import { hostVars } from './host-vars.ts'
import { includeModule, isCertain, loopModule, namesSet, withinInclude } from './include-tasks.ts'
import { includedVars, includeVarsModule, isIncludeVars } from './include-vars.ts'
import { journalLimits, wholeNumber } from './journal.ts'
import { absentStandIn, isLeftOut, mayBeLeftOut } from './left-out.ts'
import { metaModule, metaOf } from './meta.ts'
import { notifies } from './notify.ts'
import { nameOf, type Prepared, taskOf, topicsOf } from './prepared.ts'
import { homes } from './relative-paths.ts'
import { isSelected } from './tags.ts'
import { explained, hidden, metaFaults } from './task-faults.ts'

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
  written: Play,
  host: Host,
  context: BindContext,
  assumed: ReadonlyMap<string, unknown> = assumedFacts(host),
): BoundPlay {
  const vars = hostVars(host, written, context)
  let problems = new Collector()
  const play = problems.attempt(() => renderFlags(written, vars.base)) ?? written
  const topology = problems.attempt(() => context.compile?.(host, vars.base))
  const picked = isSelected([...play.tags, 'topology'], context) ? topology : undefined
  const verified = isSelected([...play.tags, 'topology', 'verification'], context) ? topology?.verification : undefined

  // A handler runs after the tasks that notify it, so it sees what they register.
  const gathering = gatherFor(play, host, context)
  const visible = new Set<string>([
    ...(context.registeredBefore?.get(host.name) ?? []),
    ...(gathering?.names ?? []),
    ...failedNames,
  ])
  let dependsOnFacts = false
  let included: Readonly<Record<string, unknown>> = {}
  let brought = 0
  const broughtHandlers: TaskSource[] = []
  const prepared: Prepared[] = []
  const handlers: Task[] = []
  let topics = topicsOf([], [], vars)
  const own = (['pre_tasks', 'tasks', 'post_tasks'] as const).flatMap(section => {
    if (section === 'post_tasks') seeHandlers()
    return prepareAll(play.sections[section], section)
  })
  addHandlers([...broughtHandlers.splice(0), ...play.sections.handlers])
  handlers.push(...(picked?.handlers ?? []))
  return {
    hostPlay: {
      host: host.name,
      tasks: [...gather(), ...own.map(complete), ...(picked?.tasks ?? []), ...(verified ?? [])],
      handlers,
      ...optional('forceHandlers', play.forceHandlers),
      ...optional('declared', picked?.declared),
      ...optional('confirm', play.confirm),
      ...optional('rollback', play.rollback ?? (picked && true)),
      ...optional(
        'journal',
        problems.attempt(() => journalLimits(vars.base)),
      ),
      ...optional(
        'archiveMegabytes',
        problems.attempt(() => wholeNumber('swk_archive_megabytes', vars.base)),
      ),
      ...(gathering && { assumed }),
      ...(gathering && dependsOnFacts ? { rebind: (observed: HostView) => rebind(gathering, observed) } : {}),
    },
    diagnostics: problems.diagnostics,
  }

  function gather(): Task[] {
    return gathering ? [{ ...gathering.task, become: context.become || play.become }] : []
  }

  /** Files that were chosen by assumed facts are chosen anew by the real ones. */
  function rebind({ valuesIn }: Gathering, observed: HostView): HostPlay {
    const bound = bindAndCheck(written, host, context, valuesIn(observed))
    if (bound.diagnostics.length > 0) throw new SwkError(bound.diagnostics)
    return bound.hostPlay
  }

  function prepareAll(sources: readonly TaskSource[], section: Prepared['section']): Prepared[] {
    return sources
      .filter(source => section === 'handlers' || isChosen(source, play, context))
      .map(source => problems.attempt(() => renderFlags(source, vars.of(source))) ?? source)
      .filter(source => section === 'handlers' || runsHere(source))
      .flatMap(source => {
        if (metaOf(source) === 'flush_handlers') seeHandlers()
        if (delegatesByItem(source)) return prepareItems(source, section)
        const seen = section === 'handlers' ? visible : new Set(visible)
        return source.include ? prepareInclude(source, section, seen) : (prepare(source, section, seen) ?? [])
      })
  }

  /** A task whose host is that of its loop item is a task for each. */
  function prepareItems(source: TaskSource, section: Prepared['section']): Prepared[] {
    const { loop: _, loopKey: __, delegateTo, ...single } = source
    const bound = boundTask({ task: source, module: loopModule, host: host.name, vars, context, visible })
    const resolution = problems.attempt(() => bound.resolve(beforeContact(host.name)))
    if (source.register !== undefined || resolution?.type === 'waits') {
      const message =
        '`delegate_to` by loop item is supported for a loop that is known before contact, without `register`.'
      problems.add({ code: 'not-supported', message, place: source.source.place([...source.path, 'delegate_to']) })
    }
    const instances = resolution?.type === 'run' ? resolution.instances : []
    return instances.flatMap(({ item }) => {
      const outer = source.outer ?? nothingAround.outer
      const items = { ...outer.items, [source.loopVar]: item }
      return prepareAll([{ ...single, ...optional('delegateTo', delegateTo), outer: { ...outer, items } }], section)
    })
  }

  /** What an include brings more than once is one handler. */
  function addHandlers(sources: readonly TaskSource[]): void {
    const more = prepareAll(
      [...new Set(sources)].filter(source => !prepared.some(one => one.written === source)),
      'handlers',
    )
    prepared.push(...more)
    topics = topicsOf(prepared, picked?.handlers ?? [], vars)
    handlers.push(...more.map(complete))
  }

  function prepare(written: TaskSource, section: Prepared['section'], seen: ReadonlySet<string>): Prepared | undefined {
    const source = withIncluded(written, included)
    if (isIncludeVars(source)) {
      const binding = { task: source, host: host.name, vars, context, visible: seen }
      const found = includedVars(binding, gathering ? assumed : new Map())
      dependsOnFacts ||= found.usesFacts
      problems.add(...found.diagnostics.map(fault => explained(hidden(fault, play, source), play)))
      included = { ...included, ...found.values }
      const { sets, bound } = found
      if (sets === undefined && source.register === undefined) return undefined
      for (const name of [...(sets ?? []), ...(source.register === undefined ? [] : [source.register])])
        visible.add(name)
      const about = { isMeta: false, name: nameOf(source, vars), sets: sets ?? [] }
      return { source, written, section, module: includeVarsModule, bound, ...about }
    }
    const isMeta = source.module === 'meta'
    const module = isMeta ? metaModule : (context.modules.get(moduleKey(source.module)) ?? absentModule(source))
    if (!module) return undefined
    const home = () => homeOf(source)
    const bound = boundTask({ task: source, module, host: host.name, vars, context, visible: seen, home })
    const sets = module.sets?.(source.args) ?? []
    if (source.register !== undefined) visible.add(source.register)
    for (const name of sets) visible.add(name)
    return { source, written, section, module, bound, isMeta, name: nameOf(source, vars), sets }
  }

  /** The fact that says where `~` is for a task. */
  function homeOf(source: TaskSource): string | undefined {
    const { become, becomeUser = 'root' } = becomeOf(source, { play, host, context, vars: vars.of(source) })
    if (!become) return homes.login
    return becomeUser === 'root' ? homes.own : undefined
  }

  /** Undefined: it was reported that there is no such module. */
  function absentModule(source: TaskSource): Module | undefined {
    if (leavesOut(source)) return absentStandIn(source.module)
    if (mayBeLeftOut(source)) problems.add(...(context.unknownModules?.([source]) ?? []))
    return undefined
  }

  /** By the facts, or by variables, the task is not run on this host. */
  function leavesOut(source: TaskSource): boolean {
    const facts = gathering ? assumed : new Map<string, unknown>()
    const later = new Set([...visible].filter(name => !facts.has(name)))
    const found = isLeftOut(source, vars.of(source, Object.fromEntries(facts)), later)
    dependsOnFacts ||= found
    return found
  }

  /** The tasks of an include whose name is known now, or a task that brings them when it is. */
  function prepareInclude(
    written: TaskSource,
    section: Prepared['section'],
    seen: ReadonlySet<string>,
  ): readonly Prepared[] {
    const source = withIncluded(written, included)
    const bound = boundTask({ task: source, module: includeModule, host: host.name, vars, context, visible: seen })
    const resolution = problems.attempt(() => bound.resolve(beforeContact(host.name)))
    if (resolution === undefined || resolution.type === 'skip') return []
    const guessed =
      resolution.type === 'waits' && section !== 'handlers' ? bringByFacts(source, bound, section) : undefined
    if (guessed) return guessed
    if (resolution.type === 'run' && section !== 'handlers')
      return resolution.instances.flatMap(
        (instance, i) => problems.attempt(() => bring(source, instance, i, section)) ?? [],
      )
    const { possible = [] } = source.include ?? {}
    problems.add(...possible.flatMap(({ diagnostics }) => diagnostics.filter(isCertain)))
    broughtHandlers.push(...possible.flatMap(one => one.handlers))
    const sets = possible.flatMap(({ tasks }) => namesSet(tasks, context.modules))
    for (const name of sets) visible.add(name)
    return [{ source, written, section, module: includeModule, bound, isMeta: false, name: nameOf(source, vars), sets }]
  }

  /** What the assumed facts name; the real ones decide later. Undefined: it depends on more than facts. */
  function bringByFacts(source: TaskSource, bound: Bound, section: Prepared['section']): Prepared[] | undefined {
    if (!gathering) return undefined
    const handlersBefore = broughtHandlers.length
    try {
      return separately(() => {
        const resolution = bound.resolve({ ...beforeContact(host.name), registered: assumed })
        if (resolution.type === 'waits') return undefined
        dependsOnFacts = true
        return resolution.type === 'run' ? resolution.instances.flatMap((one, i) => bring(source, one, i, section)) : []
      })
    } catch (error) {
      if (!(error instanceof SwkError)) throw error
      broughtHandlers.length = handlersBefore
      return undefined
    }
  }

  /** The tasks of one instance of an include. Throws SwkError with what is wrong with their file. */
  function bring(source: TaskSource, { args, item, loopVar }: Instance, at: number, section: Prepared['section']) {
    const found = source.include?.find(args as Readonly<Record<string, unknown>>)
    const items = {
      ...(item !== undefined && { [loopVar ?? source.loopVar]: item }),
      ...(source.indexVar !== undefined && { [source.indexVar]: at }),
    }
    const tasks = [...(found?.tasks ?? []), ...(found?.handlers ?? [])].filter(task => !mayBeLeftOut(task))
    problems.add(...(context.unknownModules?.(tasks) ?? []))
    broughtHandlers.push(...(found?.handlers ?? []))
    const id = ++brought
    return prepareAll(
      (found?.tasks ?? []).map(task => withinInclude(task, source, items, id)),
      section,
    )
  }

  /** What an include brings while the play runs; worked out once for the same arguments. */
  function includer({ source, bound, section }: Prepared): NonNullable<Task['include']> {
    const known = new Map<string, readonly Task[]>()
    return scope => {
      const resolution = bound.resolve(scope)
      if (resolution.type !== 'run') return []
      const key = JSON.stringify(resolution.instances)
      const found = known.get(key) ?? separately(() => bringNow(source, resolution.instances, section))
      known.set(key, found)
      return found
    }
  }

  function bringNow(source: TaskSource, instances: readonly Instance[], section: Prepared['section']): readonly Task[] {
    const tasks = instances.flatMap((instance, i) => bring(source, instance, i, section))
    addHandlers(broughtHandlers.splice(0))
    return tasks.map(complete)
  }

  /** Throws what goes wrong within. */
  function separately<T>(work: () => T): T {
    const outside = problems
    problems = new Collector()
    try {
      const result = work()
      problems.throwIfAny()
      return result
    } finally {
      problems = outside
    }
  }

  /** What handlers register is seen by the tasks after a flush. */
  function seeHandlers(): void {
    for (const { register } of play.sections.handlers) if (register !== undefined) visible.add(register)
  }

  /** `run_once`: on the first host of each batch; the others take what it registers. */
  function runsHere({ runOnce, register, module, args }: TaskSource): boolean {
    const sets = context.modules.get(moduleKey(module))?.sets?.(args) ?? []
    return !runOnce || register !== undefined || sets.length > 0 || leader() === host.name
  }

  function leader(): string | undefined {
    return batches(context.playHosts, play.serial).find(hosts => hosts.includes(host.name))?.[0]
  }

  function complete(one: Prepared): Task {
    const { source, bound } = one
    const { names, diagnostics } = notifies(source, vars, topics)
    const found = [...diagnostics, ...(metaOf(source) === 'flush_handlers' ? metaFaults(source) : bound.inspect())]
    if (found.length > 0 && !leavesOut(source))
      problems.add(...found.map(fault => explained(hidden(fault, play, source), play)))
    const as = problems.attempt(() => becomeOf(source, { play, host, context, vars: vars.of(source) }))
    problems.add(...(as?.diagnostics ?? []))
    const task = taskOf(one, play, vars, names)
    const delegate = problems.attempt(() => delegateOf(source, vars.of(source), { host: host.name, context }))
    const include = source.include && includer(one)
    // What a handler includes is known already.
    if (include) problems.attempt(() => include(beforeContact(host.name)))
    return {
      ...task,
      ...(include && withInclude(task, include)),
      ...optional('delegateTo', delegate),
      ...(source.runOnce && { once: onceOf(source, leader() ?? host.name) }),
      become: as?.become ?? false,
      ...optional('becomeUser', as?.becomeUser),
    }
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

function beforeContact(host: string): Scope {
  return { host, registered: new Map(), pending: new Map(), observed: null }
}

/** What a failure registers. */
const failedNames = ['ansible_failed_task', 'ansible_failed_result']

function withIncluded(task: TaskSource, included: Readonly<Record<string, unknown>>): TaskSource {
  if (Object.keys(included).length === 0) return task
  return { ...task, outer: { ...(task.outer ?? nothingAround.outer), included } }
}

/** Selected by its own tags, and each `include_*` around it by that one's. */
function isChosen({ tags, outer }: TaskSource, play: Play, context: BindContext): boolean {
  return [tags, ...(outer?.tagGates ?? [])].every(some => isSelected([...play.tags, ...some], context))
}
