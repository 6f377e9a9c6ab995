/** Loads all that a run needs, and finds all that is wrong with it, before any host is contacted. */
import { dirname, resolve } from 'node:path'
import type { Addition } from '../engine/additions.ts'
import { Collector } from '../errors/collect.ts'
import { SwkError } from '../errors/diagnostic.ts'
import { type Inputs, withInputs } from '../inputs/index.ts'
import { type Inventory, loadInventory, matchLimit, readLimit, withLocalhost } from '../inventory/index.ts'
import { type Keyring, withKeyring } from '../vault/index.ts'
import { loadSource, parseSource } from '../yaml/source.ts'
import { type BindContext, extendsInventory, type TagChoice } from './bind/index.ts'
import { type ExtraVars, readExtraVars } from './extra-vars.ts'
import { findPlaybook, projectFolders } from './find-playbook.ts'
import { foreseenAdditions } from './foreseen-hosts.ts'
import type { LoadedPlay } from './loaded-play.ts'
import { catalogue, moduleNames, modulesOnDemand, unknownModules } from './modules/index.ts'
import { readPlaybook } from './parse/index.ts'
import { optional } from './parse/optional.ts'
import { PlayBinder } from './play-binder.ts'
import { delegates, foreseenTasks, tasksOf, withPossible, wordsOfInclude } from './play-tasks.ts'
import { renderPlay } from './play-templates.ts'
import { varsFiles } from './play-vars-files.ts'
import { type Ask, answerPrompts } from './prompts.ts'
import { startAt } from './start-at.ts'
import type { Play } from './types.ts'

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
  /** A pattern of hosts, or `@FILE`: the others are left out of every play. */
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
  const { playbookText: text, startAtTask, modulePath = [], vault = [] } = options
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
  const limit = problems.attempt(() => options.limit && readLimit(options.limit, cwd))
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
  const limited = limit === undefined ? undefined : problems.attempt(() => matchLimit(inventory, limit))
  const { become = false, becomeUser } = options
  const binder = new PlayBinder({
    ...{ around, inventory, limit, limited, extraVars, become, becomeUser, modules: onDemand },
  })
  const ready: LoadedPlay[] = []
  const added: Addition[] = []
  let foreseen = inventory
  let standIns: readonly string[] | undefined
  for (const [at, play] of plays.entries()) {
    const { loaded, context, bound } = await binder.bind(at, foreseen, problems, standIns)
    ready.push(
      standIns === undefined
        ? loaded
        : { ...loaded, extend: additions => withKeyring(vault, () => binder.extend(at, additions)) },
    )
    if (!extendsInventory(play, context)) continue
    added.push(...foreseenAdditions(bound))
    foreseen = inventory.extend?.(added) ?? inventory
    standIns = [...new Set([...(standIns ?? []), ...context.playHosts])]
  }

  binder.render(foreseen, problems)
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
      return binder.inventory
    },
  }
}

/** Its hosts are not known: that was reported. */
function withoutHosts(play: Play): Play {
  return { ...play, hosts: '', serial: [] }
}

function tagsOf({ tags, skipTags }: TagChoice): TagChoice {
  return { ...(tags && { tags }), ...(skipTags && { skipTags }) }
}

/** What was found in one file in the order of its lines; the files in the order in which they came up. */
function sortByFile(problems: Collector): void {
  const files = [...new Set(problems.diagnostics.map(({ place }) => place?.file))]
  const order = new Map(files.map((file, i) => [file, i]))
  problems.sort()
  problems.diagnostics.sort((a, b) => (order.get(a.place?.file) ?? 0) - (order.get(b.place?.file) ?? 0))
}
