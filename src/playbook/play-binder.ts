/** Binds the plays of a project in their order, and again where tasks have added hosts while they run. */
import type { Addition } from '../engine/additions.ts'
import { Collector } from '../errors/collect.ts'
import { type Inventory, matchHosts, matchLimit, withOutsiders } from '../inventory/index.ts'
import type { BindContext } from './bind/index.ts'
import { namesSetBy } from './bind/names-set.ts'
import { factNames, factsFromEarlier } from './bind/referred-facts.ts'
import { type PlayConnection, renderConnections } from './connection-vars.ts'
import { faultsOfHosts } from './diagnostics.ts'
import { withoutGroups } from './foreseen-hosts.ts'
import { type LoadedPlay, loadedAs } from './loaded-play.ts'
import type { ModulesOnDemand } from './modules/index.ts'
import { moduleKey } from './modules.ts'
import { tasksOf } from './play-tasks.ts'
import { topologyOf } from './topology-compiler.ts'
import type { Play } from './types.ts'

/** A play with the variables of its files; `files` undefined: one of them cannot be read. */
export type PlayInContext = {
  readonly play: Play
  readonly files: Readonly<Record<string, unknown>> | undefined
  readonly context: BindContext
}

export type BinderOptions = {
  readonly around: readonly PlayInContext[]
  /** As its files have it. */
  readonly inventory: Inventory
  readonly limit: string | undefined
  /** The hosts that `limit` leaves of it. */
  readonly limited: ReadonlySet<string> | undefined
  /** Undefined: they cannot be read. */
  readonly extraVars: Readonly<Record<string, unknown>> | undefined
  readonly become: boolean
  readonly becomeUser: string | undefined
  readonly modules: ModulesOnDemand
}

type Names = ReadonlyMap<string, ReadonlySet<string>>

export class PlayBinder {
  readonly #options: BinderOptions
  readonly #connections: PlayConnection[] = []
  readonly #registeredBefore = new Map<string, ReadonlySet<string>>()
  readonly #namesBefore: Names[] = []
  /** With what was added, and connection variables rendered. */
  inventory: Inventory

  constructor(options: BinderOptions) {
    this.#options = options
    this.inventory = options.inventory
  }

  /** Binds one of the plays for its hosts in an inventory, after those before it. `standIns`: hosts in the place of those that tasks are yet to add. */
  async bind(at: number, within: Inventory, found: Collector, standIns?: readonly string[]) {
    const { around, extraVars, modules, become, becomeUser } = this.#options
    const { play, files, context: alone } = around[at] as PlayInContext
    const hosts = this.#hostsOf(play, within, found)
    const isGuess = hosts.length === 0 && standIns !== undefined
    const before = this.#namesBefore[at] ?? new Map(this.#registeredBefore)
    this.#namesBefore[at] = before
    const compile = play.topology === undefined ? undefined : await found.attemptLater(topologyOf(play))
    const laterFacts = factsFromEarlier(around.slice(at + 1).map(later => [later.play, later.context]))
    const context: BindContext = {
      ...alone,
      inventory: within,
      registeredBefore: before,
      laterFacts,
      become,
      ...(becomeUser !== undefined && { becomeUser }),
      playHosts: isGuess ? standIns : hosts,
      ...(compile && { compile }),
    }
    const { bound, diagnostics } = await bindHosts(play, context, modules)
    // Where variables are missing as a whole, not one by one.
    const isComplete = files !== undefined && extraVars !== undefined && !isGuess
    found.add(...diagnostics.filter(({ code }) => isComplete || code !== 'undefined-variable'))
    const loaded = loadedAs(play, { ...context, playHosts: hosts }, bound)
    this.#connections[at] = { play, hosts: [...hosts, ...loaded.delegates.keys()], varsFiles: files ?? {} }
    this.#register(context.playHosts, this.#namesOf(play, laterFacts))
    return { loaded, context, bound }
  }

  /** The play with what the plays before it have added to the inventory. Throws SwkError with all that is wrong with it then. */
  async extend(at: number, additions: readonly Addition[]): Promise<LoadedPlay> {
    const { inventory } = this.#options
    const now = inventory.extend?.(additions) ?? inventory
    const found = new Collector()
    this.#namesBefore[at] = withoutGroups(this.#namesBefore[at] ?? new Map())
    const { loaded } = await this.bind(at, now, found)
    this.render(now, found)
    found.throwIfAny()
    return loaded
  }

  /** Renders the connection variables of all hosts that were bound. */
  render(within: Inventory, found: Collector): void {
    const all = this.#connections.filter(one => one !== undefined)
    const outsiders = withOutsiders(
      within,
      all.flatMap(({ hosts }) => hosts),
    )
    this.inventory = found.attempt(() => renderConnections(outsiders, this.#options.extraVars ?? {}, all)) ?? within
  }

  /** Without hosts the play was refused already; what else is wrong with it is looked for all the same. */
  #hostsOf(play: Play, within: Inventory, found: Collector): readonly string[] {
    if (play.hosts === '') return []
    const place = play.source.place([...play.path, 'hosts'])
    const hosts = found.attempt(() => matchHosts(within, play.hosts, place)) ?? []
    const { inventory, limit, limited: known } = this.#options
    const isKnown = within === inventory || limit === undefined
    const limited = isKnown ? known : found.attempt(() => matchLimit(within, limit))
    return hosts.filter(host => !limited || limited.has(host))
  }

  #namesOf(play: Play, laterFacts: ReturnType<typeof factsFromEarlier>): readonly string[] {
    const { loaded } = this.#options.modules
    const registers = tasksOf(play).flatMap(({ register, module, args }) => [
      ...(register === undefined ? [] : [register]),
      ...namesSetBy(loaded.get(moduleKey(module)), args),
    ])
    return play.gatherFacts === false ? registers : [...registers, ...factNames(laterFacts)]
  }

  #register(hosts: readonly string[], names: readonly string[]): void {
    for (const host of hosts)
      this.#registeredBefore.set(host, new Set([...(this.#registeredBefore.get(host) ?? []), ...names]))
  }
}

/** Binds all hosts of a play; again where an include brought modules that were not imported yet. */
async function bindHosts(
  play: Play,
  context: BindContext,
  onDemand: ModulesOnDemand,
): Promise<ReturnType<typeof faultsOfHosts>> {
  for (;;) {
    const found = faultsOfHosts(play, context)
    const names = onDemand.awaited()
    if (names.length === 0) return found
    await onDemand.load(names)
  }
}
