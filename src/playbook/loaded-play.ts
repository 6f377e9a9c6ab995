/** A play with all of its hosts bound. */
import type { HostPlay, RunnablePlay, Task } from '../engine/index.ts'
import type { Host } from '../inventory/index.ts'
import { batchesOf } from './batches.ts'
import { type BindContext, bindPlay, type CompiledTopology, compiledFor } from './bind/index.ts'
import { optional } from './parse/optional.ts'
import type { Play } from './types.ts'

export type LoadedPlay = Omit<RunnablePlay, 'bind'> & {
  readonly delegates: ReadonlyMap<string, boolean>
  readonly play: Play
  bind(host: string): HostPlay
  /** What the play's topology means for a host; undefined: it has none. */
  topology(host: string): CompiledTopology | undefined
}

export function loadedAs(play: Play, context: BindContext, bound: ReadonlyMap<string, HostPlay>): LoadedPlay {
  const { playHosts: hosts, inventory } = context
  const everything = [...bound.values()].flatMap(({ tasks, handlers }) => [...tasks, ...handlers])
  const batches = batchesOf(play, hosts)
  return {
    play,
    name: play.name,
    hosts: batches.flat(),
    batches,
    ...(play.maxFailPercentage !== undefined && { maxFailPercentage: play.maxFailPercentage }),
    ...optional('ignoresUnreachable', play.ignoreUnreachable),
    delegates: delegateHosts(everything),
    needsBecome: context.become || play.become || everything.some(task => task.become),
    becomes: name => hasBecome(bound.get(name)),
    declares: name => bound.get(name)?.declared?.topology,
    bind: name => bound.get(name) ?? bindPlay(play, known(name), context),
    topology: name => compiledFor(play, known(name), context),
  }

  function known(name: string): Host {
    const host = inventory.hosts.get(name)
    if (!host) throw new TypeError(`${name} is not in the inventory`)
    return host
  }
}

/** The hosts that tasks delegate to, with whether one of those tasks becomes another user. */
function delegateHosts(tasks: readonly Task[]): ReadonlyMap<string, boolean> {
  const hosts = new Map<string, boolean>()
  for (const { delegateTo, become } of tasks)
    if (delegateTo !== undefined) hosts.set(delegateTo, become || hosts.get(delegateTo) === true)
  return hosts
}

function hasBecome(play: HostPlay | undefined): boolean {
  return play === undefined || [...play.tasks, ...play.handlers].some(task => task.become)
}
