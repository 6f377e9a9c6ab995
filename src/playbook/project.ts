/** Loads all that a run needs, and finds all that is wrong with it, before any host is contacted. */

import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { type Addition, additionsIn } from '../engine/additions.ts'
import type { HostPlay, HostView, RunnablePlay, Task } from '../engine/index.ts'
import { Collector } from '../errors/collect.ts'
import { type Place, SwkError } from '../errors/diagnostic.ts'
import { type Inputs, withInputs } from '../inputs/index.ts'
import {
  type Host,
  type Inventory,
  loadInventory,
  matchHosts,
  matchLimit,
  withLocalhost,
  withOutsiders,
} from '../inventory/index.ts'
import { renderData, toPlain } from '../template/index.ts'
import { type Keyring, withKeyring } from '../vault/index.ts'
import { loadDefinitions, valuesOf } from '../yaml/definitions.ts'
import { loadSource, parseSource } from '../yaml/source.ts'
import { batches } from './batches.ts'
import {
  type BindContext,
  bindPlay,
  type CompiledTopology,
  compiledFor,
  extendsInventory,
  type TagChoice,
} from './bind/index.ts'
import { mayBeLeftOut } from './bind/left-out.ts'
import { namesSetBy } from './bind/names-set.ts'
import { factNames, factsFromEarlier } from './bind/referred-facts.ts'
import { type PlayConnection, renderConnections } from './connection-vars.ts'
import { faultsOfHosts } from './diagnostics.ts'
import { type ExtraVars, readExtraVars } from './extra-vars.ts'
import { findPlaybook, projectFolders } from './find-playbook.ts'
import { catalogue, type ModulesOnDemand, moduleNames, modulesOnDemand, unknownModules } from './modules/index.ts'
import { moduleKey } from './modules.ts'
import { readPlaybook } from './parse/index.ts'
import { optional } from './parse/optional.ts'
import { renderPlay } from './play-templates.ts'
import { type Ask, answerPrompts } from './prompts.ts'
import { startAt } from './start-at.ts'
import { compileRecorded, loadTopologyCompiler } from './topology-compiler.ts'
import type { Play, TaskSource } from './types.ts'

export type LoadOptions = TagChoice & {
  /** A path, or a name in playbooks/. */
  readonly playbook: string
  /** A path, a name in inventories/, or hosts with commas; several are merged, the later over the earlier. */
  readonly inventory: string | readonly string[]
  /** Further directories of roles. */
  readonly rolesPath?: readonly string[]
  /** The text of the playbook, where it is no file; `playbook` names it in messages. */
  readonly playbookText?: string
  /** Further directories of modules. */
  readonly modulePath?: readonly string[]
  /** Plays begin with the first task of this name (a glob). */
  readonly startAtTask?: string
  /** Asks for the variables of `vars_prompt`; absent: they are their defaults, or empty. */
  readonly ask?: Ask
  /** What paths and names are relative to; default: the working folder. */
  readonly cwd?: string
  /** A pattern of hosts: the others are left out of every play. */
  readonly limit?: string
  /** As `-e` takes them, or variables. Stronger than all others. */
  readonly extraVars?: readonly ExtraVars[]
  /** All plays become root. */
  readonly become?: boolean
  /** Who they become, where neither a variable nor a keyword names a user; default root. */
  readonly becomeUser?: string
  /** The value of `ansible_check_mode`. */
  readonly checkMode?: boolean
  /** Notified handlers run even where a task fails, unless a play says otherwise. */
  readonly forceHandlers?: boolean
  /** How often `-v` is given: the value of `ansible_verbosity`. */
  readonly verbosity?: number
  /** Passwords of encrypted files and values. */
  readonly vault?: Keyring
}

export type LoadedPlay = Omit<RunnablePlay, 'bind'> & {
  readonly delegates: ReadonlyMap<string, boolean>
  readonly play: Play
  bind(host: string): HostPlay
  /** What the play's topology means for a host; undefined: it has none. */
  topology(host: string): CompiledTopology | undefined
}

export type Project = {
  readonly plays: readonly LoadedPlay[]
  readonly inventory: Inventory
  /** What encrypted files are decrypted with that are read while the plays run. */
  readonly vault: Keyring
  /** The files that were read. */
  readonly inputs: Inputs
  /** Imports the modules that includes may bring while the plays run; to be awaited before they do. */
  loadRest(): Promise<void>
}

/** Reads files on this machine only. Throws one SwkError with everything that is wrong. */
export async function loadProject(options: LoadOptions): Promise<Project> {
  const { vault = [] } = options
  const { result, inputs } = await withInputs(() => withKeyring(vault, () => load(options)))
  // The inventory grows while plays run.
  return Object.assign(result, { vault, inputs })
}

async function load(options: LoadOptions): Promise<Omit<Project, 'vault' | 'inputs'>> {
  const cwd = resolve(options.cwd ?? '.')
  const problems = new Collector()
  const extraVars = problems.attempt(() => readExtraVars(options.extraVars ?? [], cwd))
  const { playbookText: text, startAtTask, modulePath = [] } = options
  const file =
    text === undefined ? problems.attempt(() => findPlaybook(options.playbook, cwd)) : resolve(cwd, options.playbook)
  const playbookDir = file === undefined ? cwd : dirname(file)
  const listed = problems.attempt(() => loadInventory(options.inventory, { cwd, playbookDir }))
  const modules = catalogue([...projectFolders(playbookDir, cwd), ...modulePath.map(dir => resolve(cwd, dir))])
  const source =
    file === undefined
      ? undefined
      : problems.attempt(() => (text === undefined ? loadSource(file) : parseSource(file, text)))
  const { plays: written, diagnostics } = source
    ? readPlaybook(source, { modules: moduleNames(modules), ...optional('rolesPath', options.rolesPath) })
    : { plays: [], diagnostics: [] }
  const begun = startAtTask === undefined ? written : (problems.attempt(() => startAt(written, startAtTask)) ?? written)
  const asked = await answerPrompts(begun, extraVars ?? {}, diagnostics.length > 0 ? undefined : options.ask)
  const plays = asked.map(one => {
    const play = { ...optional('forceHandlers', options.forceHandlers), ...one }
    return problems.attempt(() => renderPlay(play, extraVars ?? {})) ?? withoutHosts(play)
  })
  problems.add(...diagnostics, ...unknownModules(plays.flatMap(foreseenTasks), modules))
  const inventory =
    listed &&
    withLocalhost(
      listed,
      plays.flatMap(play => [play.hosts, ...delegates(play)]),
    )
  const limit = options.limit
  const tasks = plays.flatMap(tasksOf).flatMap(withPossible)
  const onDemand = modulesOnDemand(modules)
  problems.add(...(await onDemand.load([...tasks.map(task => task.module), ...tasks.flatMap(wordsOfInclude)])))
  if (!inventory) throw new SwkError(problems.diagnostics)

  const shared = {
    inventory,
    playbookDir,
    extraVars: extraVars ?? {},
    modules: onDemand.loaded,
    unknownModules: onDemand.faultsOf,
    checkMode: options.checkMode ?? false,
    verbosity: options.verbosity ?? 0,
    ...tagsOf(options),
  }
  const around = plays.map(play => {
    const files = varsFiles(play, dirname(play.source.file), problems)
    const dir = dirname(play.source.file)
    const context: BindContext = { ...shared, playbookDir: dir, varsFiles: files ?? {}, become: false, playHosts: [] }
    return { play, files, context }
  })
  const connections: PlayConnection[] = []
  const registeredBefore = new Map<string, ReadonlySet<string>>()
  const live: { inventory: Inventory } = { inventory }

  const namesBefore: ReadonlyMap<string, ReadonlySet<string>>[] = []
  const limited = limit === undefined ? undefined : problems.attempt(() => matchLimit(inventory, limit))
  const limitedIn = (within: Inventory, found: Collector) =>
    within === inventory || limit === undefined ? limited : found.attempt(() => matchLimit(within, limit))

  /** Binds one of the plays for its hosts in an inventory, after those before it. */
  const bindOne = async (at: number, within: Inventory, found: Collector, standIns?: readonly string[]) => {
    const { play, files, context: alone } = around[at] as (typeof around)[number]
    const place = play.source.place([...play.path, 'hosts'])
    // Without hosts the play was refused already; what else is wrong with it is looked for all the same.
    const hosts = play.hosts === '' ? [] : (found.attempt(() => matchHosts(within, play.hosts, place)) ?? [])
    const limited = limitedIn(within, found)
    const playHosts = hosts.filter(host => !limited || limited.has(host))
    const isComplete = files !== undefined && extraVars !== undefined
    const isGuess = playHosts.length === 0 && standIns !== undefined
    const before = namesBefore[at] ?? new Map(registeredBefore)
    namesBefore[at] = before
    const compile = play.topology === undefined ? undefined : await collect(found, topologyOf(play))
    const laterFacts = factsFromEarlier(around.slice(at + 1).map(later => [later.play, later.context]))
    const context: BindContext = {
      ...alone,
      inventory: within,
      registeredBefore: before,
      laterFacts,
      become: options.become ?? false,
      ...(options.becomeUser !== undefined && { becomeUser: options.becomeUser }),
      playHosts: isGuess ? standIns : playHosts,
      ...(compile && { compile }),
    }
    const { bound, diagnostics } = await bindHosts(play, context, onDemand)
    // Where variables are missing as a whole, not one by one.
    found.add(...diagnostics.filter(({ code }) => (isComplete && !isGuess) || code !== 'undefined-variable'))
    const loaded = loadedAs(play, { ...context, playHosts }, bound)
    connections[at] = { play, hosts: [...playHosts, ...loaded.delegates.keys()], varsFiles: files ?? {} }
    const registers = tasksOf(play).flatMap(({ register, module, args }) => [
      ...(register === undefined ? [] : [register]),
      ...namesSetBy(onDemand.loaded.get(moduleKey(module)), args),
    ])
    if (play.gatherFacts !== false) registers.push(...factNames(laterFacts))
    for (const host of context.playHosts)
      registeredBefore.set(host, new Set([...(registeredBefore.get(host) ?? []), ...registers]))
    return { loaded, context, bound }
  }

  const ready: LoadedPlay[] = []
  const added: Addition[] = []
  let foreseen = inventory
  let standIns: readonly string[] | undefined
  for (const [at, play] of plays.entries()) {
    const { loaded, context, bound } = await bindOne(at, foreseen, problems, standIns)
    ready.push(standIns === undefined ? loaded : { ...loaded, extend: additions => extend(at, additions) })
    if (!extendsInventory(play, context)) continue
    added.push(...foreseenAdditions(bound))
    foreseen = inventory.extend?.(added) ?? inventory
    standIns = [...new Set([...(standIns ?? []), ...context.playHosts])]
  }

  /** The play with what the plays before it have added to the inventory. */
  const extend = (at: number, additions: readonly Addition[]): Promise<LoadedPlay> =>
    withKeyring(options.vault ?? [], async () => {
      const now = inventory.extend?.(additions) ?? inventory
      const found = new Collector()
      namesBefore[at] = withoutGroups(namesBefore[at] ?? new Map())
      const { loaded } = await bindOne(at, now, found)
      live.inventory = render(now, found)
      found.throwIfAny()
      return loaded
    })

  const render = (within: Inventory, found: Collector) => {
    const all = connections.filter(one => one !== undefined)
    const delegated = all.flatMap(({ hosts }) => hosts)
    return found.attempt(() => renderConnections(withOutsiders(within, delegated), extraVars ?? {}, all)) ?? within
  }
  live.inventory = render(foreseen, problems)
  sortByFile(problems)
  problems.throwIfAny()
  const loadRest = async () => {
    // What an include brings is known later: it may use any of them.
    if (tasks.some(task => task.include)) await onDemand.load([...modules.keys()])
  }
  return {
    plays: ready,
    loadRest,
    get inventory() {
      return live.inventory
    },
  }
}

/** Which groups there are is known now. */
function withoutGroups(names: ReadonlyMap<string, ReadonlySet<string>>): ReadonlyMap<string, ReadonlySet<string>> {
  const isStill = (name: string) => name !== 'groups' && name !== 'group_names'
  return new Map([...names].map(([host, own]) => [host, new Set([...own].filter(isStill))]))
}

/** What the plays' tasks will add, as far as it is known before contact. */
function foreseenAdditions(bound: ReadonlyMap<string, HostPlay>): readonly Addition[] {
  return [...bound].flatMap(([host, { tasks, handlers }]) =>
    [...tasks, ...handlers].flatMap(({ module, resolve }) => {
      if (!module.extendsInventory) return []
      const resolution = new Collector().attempt(() =>
        resolve({ host, registered: new Map(), pending: new Map(), observed: null }),
      )
      const instances = resolution?.type === 'run' ? resolution.instances : []
      return instances.flatMap(({ args }) => additionsIn(module, module.result?.(args, unread, []) ?? {}, host))
    }),
  )
}

const unread: HostView = { state: () => null, text: () => null, mayExist: () => true }

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

function loadedAs(play: Play, context: BindContext, bound: ReadonlyMap<string, HostPlay>): LoadedPlay {
  const { playHosts: hosts, inventory } = context
  const everything = [...bound.values()].flatMap(({ tasks, handlers }) => [...tasks, ...handlers])
  return {
    play,
    name: play.name,
    hosts,
    batches: batches(hosts, play.serial),
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

/** Its hosts are not known: that was reported. */
function withoutHosts(play: Play): Play {
  return { ...play, hosts: '', serial: [] }
}

/** Names of hosts that tasks delegate to, as they are written. */
function delegates(play: Play): readonly string[] {
  return tasksOf(play).flatMap(({ delegateTo }) => (delegateTo === undefined ? [] : [delegateTo.text]))
}

function hasBecome(play: HostPlay | undefined): boolean {
  return play === undefined || [...play.tasks, ...play.handlers].some(task => task.become)
}

function tasksOf({ sections }: Play): readonly TaskSource[] {
  return Object.values(sections).flat()
}

/** With the tasks that includes in it can bring, as far as their names tell. */
function withPossible(task: TaskSource): readonly TaskSource[] {
  const brought = (task.include?.possible ?? []).flatMap(({ tasks, handlers }) => [...tasks, ...handlers])
  return [task, ...brought.flatMap(withPossible)]
}

/** Words of what an include may bring whose name tells nothing: some of them are modules. */
function wordsOfInclude({ include }: TaskSource): readonly string[] {
  const texts = include?.possible.length === 0 ? include.texts() : []
  return texts.flatMap(text => text.match(/[\w.]+/g) ?? [])
}

/** The others are looked at for each host. */
function foreseenTasks(play: Play): readonly TaskSource[] {
  return tasksOf(play).filter(task => !mayBeLeftOut(task))
}

function tagsOf({ tags, skipTags }: TagChoice): TagChoice {
  return { ...(tags && { tags }), ...(skipTags && { skipTags }) }
}

/** The variables of the play's vars_files; undefined where one cannot be read. */
function varsFiles(play: Play, playbookDir: string, problems: Collector): Record<string, unknown> | undefined {
  const files = play.varsFiles.map((name, i) =>
    problems.attempt(() => {
      const place = play.source.place([...play.path, 'vars_files', i])
      return valuesOf(loadDefinitions(existing(playbookDir, [name].flat(), place)))
    }),
  )
  return files.includes(undefined) ? undefined : Object.assign({}, ...files)
}

function existing(dir: string, names: readonly string[], place: Place): string {
  const files = names.flatMap(name => [resolve(dir, name), resolve(dir, 'vars', name)])
  const file = files.find(one => existsSync(one))
  if (file !== undefined) return file
  throw new SwkError({
    code: 'file-not-found',
    message: `The variables file ${names.join(' or ')} does not exist.`,
    place,
    expected: files.filter((_, i) => i % 2 === 0).join(' or '),
  })
}

/** Compiles the topology of a play for each of its hosts. */
async function topologyOf(play: Play): Promise<NonNullable<BindContext['compile']>> {
  const compile = await loadTopologyCompiler()
  const path = [...play.path, 'topology']
  return (_host, vars) => {
    const topology = toPlain(
      renderData(play.topology, vars, more => play.source.place([...path, ...more]), { native: true }),
    )
    const compiled = compile(topology, { source: play.source, path })
    const { evidence } = compiled
    const declared = {
      topology: { declared: topology, evidence },
      compile: (former: unknown, instead: unknown) => compileRecorded(compile, former, instead),
    }
    return { ...compiled, declared }
  }
}

async function collect<T>(problems: Collector, work: Promise<T>): Promise<T | undefined> {
  const settled = await work.then(
    value => () => value,
    error => () => {
      throw error
    },
  )
  return problems.attempt(settled)
}

/** What was found in one file in the order of its lines; the files in the order in which they came up. */
function sortByFile(problems: Collector): void {
  const files = [...new Set(problems.diagnostics.map(({ place }) => place?.file))]
  const order = new Map(files.map((file, i) => [file, i]))
  problems.sort()
  problems.diagnostics.sort((a, b) => (order.get(a.place?.file) ?? 0) - (order.get(b.place?.file) ?? 0))
}
