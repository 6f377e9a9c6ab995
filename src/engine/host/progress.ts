/** What has happened, or would have happened, so far in one host's play. */

import { learnResult } from '../../secret/index.ts'
import { type Addition, additionsIn } from '../additions.ts'
import type { HostState } from '../plan/host-state.ts'
import type { End, OtherHosts, Scope, Task } from '../task.ts'

export type Progress = {
  readonly host: string
  readonly world: HostState
  readonly others?: OtherHosts | undefined
  readonly registered: Map<string, unknown>
  /** Registered names whose value waits for a task. */
  readonly pending: Map<string, string>
  /** How their tasks end, if that is known: later tasks only run if a command has succeeded. */
  readonly ends: Map<string, End>
  /** Registered names whose value lacks what only the host decides (the number of a new user), by the task that registers them. */
  readonly incomplete: Map<string, string>
  /** Variables that its tasks have set for other hosts (`delegate_facts`). */
  readonly forOthers: Map<string, Map<string, unknown>>
  /** What its tasks have added to the inventory. */
  readonly additions: Addition[]
  /** Handlers to run at the next flush. */
  readonly notified: Set<string>
  /** Handlers that may have to run: notified by a task whose result is unknown. */
  readonly maybeNotified: Map<string, string>
  changed: boolean
  /** The task that failed last. */
  failed?: Task
  /** The verification has started. */
  isVerifying: boolean
  /** Units started or restarted in this section. */
  readonly started: Set<string>
  /** All that were, with the restarts that systemd had counted. */
  readonly watched: Map<string, number>
  /** When the last of them was (performance.now()). */
  lastStart: number
}

/** Results of earlier plays on the host. */
export type Results = Pick<Progress, 'registered' | 'pending' | 'additions'>

export type Beginning = Pick<Progress, 'host' | 'world' | 'others'> & {
  /** Handlers that an earlier run left to be run. */
  readonly notified: Iterable<string>
  readonly results?: Results | undefined
}

export function startProgress({ host, world, notified, results, others }: Beginning): Progress {
  return {
    host,
    world,
    others,
    registered: new Map(results?.registered),
    pending: new Map(results?.pending),
    ends: new Map(),
    additions: [...(results?.additions ?? [])],
    forOthers: new Map(),
    incomplete: new Map(),
    notified: new Set(notified),
    maybeNotified: new Map(),
    changed: false,
    isVerifying: false,
    started: new Set(),
    watched: new Map(),
    lastStart: 0,
  }
}

/** The results of the task's own host over the state of another. */
export function progressOn(progress: Progress, world: HostState): Progress {
  return { ...progress, world, started: new Set(), watched: new Map() }
}

export function readScope(progress: Progress): Scope {
  const { host, registered, pending, ends, world, others, forOthers, additions } = progress
  const seen =
    others && withGiven({ ...others, additions: self => [...others.additions(self), ...additions] }, forOthers)
  return { host, registered, pending, ends, observed: world, others: seen }
}

/** The other hosts with what this one has set for them. */
function withGiven(others: OtherHosts, given: Progress['forOthers']): OtherHosts {
  if (given.size === 0) return others
  return {
    ...others,
    registered: host => new Map([...(others.registered(host) ?? []), ...(given.get(host) ?? [])]),
    isGiven: (host, name) => given.get(host)?.has(name) ?? false,
  }
}

/** A task with `delegate_facts` sets its variables for another host. */
export function progressFor(progress: Progress, { delegatesFacts, delegateTo }: Task): Progress {
  return delegatesFacts && delegateTo !== undefined
    ? {
        ...progress,
        registered: new Map(progress.registered),
        pending: new Map(progress.pending),
        ends: new Map(progress.ends),
      }
    : progress
}

/** `made`: as `progressFor` gave it, after the task. */
export function giveFacts(progress: Progress, task: Task, made: Progress): ReadonlyMap<string, unknown> {
  const { delegateTo = '', register, sets = [] } = task
  if (register !== undefined && made.registered.has(register))
    progress.registered.set(register, made.registered.get(register))
  if (register !== undefined && made.pending.has(register)) recordPending(progress, { ...task, sets: [] })
  const isNew = (name: string) => made.registered.get(name) !== progress.registered.get(name)
  const given = new Map(
    [...sets, 'ansible_facts'].flatMap(name => (isNew(name) ? [[name, made.registered.get(name)]] : [])),
  )
  progress.forOthers.set(delegateTo, new Map([...(progress.forOthers.get(delegateTo) ?? []), ...given]))
  return given
}

/** Keeps what a task registers and the variables that it sets; of a loop the last item counts. */
export function record(progress: Progress, task: Task, result: Readonly<Record<string, unknown>>): void {
  if (task.noLog) learnResult(result)
  if (task.register !== undefined) progress.registered.set(task.register, result)
  progress.additions.push(...additionsIn(task.module, result, progress.host))
  if (task.sets === undefined) return
  const results = Array.isArray(result.results) ? (result.results as Readonly<Record<string, unknown>>[]) : [result]
  for (const { ansible_facts: facts } of results)
    for (const [name, value] of Object.entries((facts ?? {}) as Record<string, unknown>)) setFact(progress, name, value)
}

/** A fact is found under its name and in `ansible_facts`. */
function setFact(progress: Progress, name: string, value: unknown): void {
  const facts = progress.registered.get('ansible_facts') as Record<string, unknown> | undefined
  if (name !== 'ansible_facts') progress.registered.set(name, value)
  else progress.registered.set(name, { ...facts, ...(value as Record<string, unknown>) })
  progress.pending.delete(name)
}

/** Marks what the task registers and sets as unknown until it has run. `end`: how it ends, if that is known. */
export function recordPending(progress: Progress, task: Task, end?: End): void {
  if (task.register !== undefined) progress.ends.delete(task.register)
  if (task.register !== undefined && end !== undefined) progress.ends.set(task.register, end)
  for (const name of [...(task.register === undefined ? [] : [task.register]), ...(task.sets ?? [])]) {
    // What an earlier task registered under the name counts no more.
    progress.registered.delete(name)
    progress.pending.set(name, task.name)
  }
}

/** Keeps the results of a play for the next one on the host. */
export function keepResults(results: Results | undefined, { registered, pending, additions }: Progress): void {
  results?.additions.splice(0, results.additions.length, ...additions)
  for (const [name, value] of registered) results?.registered.set(name, value)
  for (const [name, task] of pending) results?.pending.set(name, task)
}

/** Notes what a task that changed (or may change) sets in motion. */
export function notify(progress: Progress, task: Task, because?: string): void {
  for (const handler of task.notify) {
    if (because === undefined) progress.notified.add(handler)
    else progress.maybeNotified.set(handler, because)
  }
}
