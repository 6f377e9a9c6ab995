/** Binding: a play and a host -> what the engine works on. */
import type { HostPlay, HostView } from '../../engine/index.ts'
import { Collector } from '../../errors/collect.ts'
import { type Diagnostic, SwkError } from '../../errors/diagnostic.ts'
import type { Host } from '../../inventory/types.ts'
import { moduleKey } from '../modules.ts'
import { optional } from '../parse/optional.ts'
import { tasksOf, withPossible } from '../play-tasks.ts'
import type { Play } from '../types.ts'
import { assumedFacts } from './assumed-facts.ts'
import type { Binding } from './binding.ts'
import { complete } from './complete.ts'
import type { BindContext, CompiledTopology } from './context.ts'
import { renderFlags } from './flags.ts'
import { gatherFor } from './gather.ts'
import { addHandlers } from './handlers.ts'
import { hostVars } from './host-vars.ts'
import { journalLimits, wholeNumber } from './journal.ts'
import { prepareAll, seeHandlers } from './prepare-all.ts'
import { topicsOf } from './prepared.ts'
import { factsOfPlay, factsOfVars } from './referred-facts.ts'
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
  written: Play,
  host: Host,
  context: BindContext,
  assumed: ReadonlyMap<string, unknown> = assumedFacts(host),
): BoundPlay {
  const binding = startBinding(written, host, context, assumed)
  const { play, vars, problems, topology, gathering } = binding
  const own = (['pre_tasks', 'tasks', 'post_tasks'] as const).flatMap(section => {
    if (section === 'post_tasks' || (section === 'tasks' && play.sections.pre_tasks.length > 0)) seeHandlers(binding)
    return play.sections[section].flatMap(source => {
      binding.order++
      return binding.prepareAll([source], section)
    })
  })
  addHandlers(binding, [...binding.broughtHandlers.splice(0), ...play.sections.handlers])
  binding.handlers.push(...(topology?.handlers ?? []))
  const gather = gathering ? [{ ...gathering.task, become: context.become || play.become }] : []
  const rebind = (observed: HostView): HostPlay =>
    bindWith(written, host, context, gathering?.valuesIn(observed) ?? assumed)
  return {
    hostPlay: {
      host: host.name,
      tasks: [...gather, ...own.map(one => binding.complete(one)), ...(topology?.tasks ?? []), ...binding.verification],
      handlers: binding.handlers,
      ...optional('forceHandlers', play.forceHandlers),
      ...optional('declared', topology?.declared),
      ...optional('confirm', play.confirm),
      ...optional('rollback', play.rollback ?? (topology && true)),
      ...optional(
        'journal',
        problems.attempt(() => journalLimits(vars.base)),
      ),
      ...optional(
        'archiveMegabytes',
        problems.attempt(() => wholeNumber('swk_archive_megabytes', vars.base)),
      ),
      ...(gathering && binding.usesOthers && { sharedFacts: gathering.valuesIn }),
      ...(gathering && { assumed }),
      ...(gathering && binding.dependsOnFacts && { rebind }),
    },
    diagnostics: problems.diagnostics,
  }
}

/** Files that were chosen by assumed facts are chosen again by the real ones. */
function bindWith(play: Play, host: Host, context: BindContext, facts: ReadonlyMap<string, unknown>): HostPlay {
  const { hostPlay, diagnostics } = bindAndCheck(play, host, context, facts)
  if (diagnostics.length > 0) throw new SwkError(diagnostics)
  return hostPlay
}

function startBinding(written: Play, host: Host, context: BindContext, assumed: ReadonlyMap<string, unknown>): Binding {
  const vars = hostVars(host, written, context)
  const problems = new Collector()
  const play = problems.attempt(() => renderFlags(written, vars.base)) ?? written
  const topology = problems.attempt(() => context.compile?.(host, vars.base))
  const gathering = gatherFor(play, host, context)
  const isPicked = (...tags: readonly string[]): boolean => isSelected([...play.tags, 'topology', ...tags], context)
  const binding: Binding = {
    ...{ play, host, context, vars, problems, gathering, assumed },
    topology: isPicked() ? topology : undefined,
    verification: (isPicked('verification') && topology?.verification) || [],
    visible: new Set([
      ...(context.registeredBefore?.get(host.name) ?? []),
      ...(gathering?.names ?? []),
      ...failedNames,
    ]),
    ...{ here: new Set<string>(), given: new Set<string>(), order: 0, usesOthers: usesOthers(play, host, context) },
    ...{ dependsOnFacts: false, included: {}, brought: 0 },
    ...{ broughtHandlers: [], prepared: [], handlers: [] },
    topics: topicsOf([], [], vars),
    prepareAll: (sources, section) => prepareAll(binding, sources, section),
    complete: one => complete(binding, one),
  }
  return binding
}

function usesOthers(play: Play, host: Host, context: BindContext): boolean {
  return factsOfPlay(play, context).others || factsOfVars(host.vars).others || extendsInventory(play, context)
}

/** A task of the play adds hosts or groups. */
export function extendsInventory(play: Play, { modules }: Pick<BindContext, 'modules'>): boolean {
  const tasks = tasksOf(play).flatMap(withPossible)
  return tasks.some(({ module }) => modules.get(moduleKey(module))?.extendsInventory === true)
}

/** What a failure registers. */
const failedNames = ['ansible_failed_task', 'ansible_failed_result']
