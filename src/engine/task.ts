/** What the engine works on: tasks whose names are resolved and whose values are closures over the loader's scope. */
import type { Place } from '../errors/diagnostic.ts'
import type { Ref } from '../resources/kind.ts'
import type { Addition } from './additions.ts'
import type { DeclaredTopology, JournalLimits, RunInfo } from './journal/run-info.ts'
import type { HostView, Module } from './module.ts'

/** `rollback` and `restore`: what a rollback takes back ahead of the rollout towards the former topology, and after it. */
export const sections = ['rollback', 'pre_tasks', 'topology', 'tasks', 'post_tasks', 'restore', 'verification'] as const
export type Section = (typeof sections)[number]

/** Sections in which a failure does not keep the tasks after it from running. */
export const goesOn = (section: Task['section']): boolean => ['rollback', 'restore', 'verification'].includes(section)

/** What is known of a host while its play runs. */
export type Scope = {
  readonly host: string
  /** Results of earlier tasks by their `register` name. */
  readonly registered: ReadonlyMap<string, unknown>
  /** Names registered by tasks whose result cannot be known yet, with the task that it waits for. */
  readonly pending: ReadonlyMap<string, string>
  /** How the tasks of these results end, if that is known. */
  readonly ends?: ReadonlyMap<string, End>
  /** Facts of the host; empty before the first batch. */
  readonly observed: HostView | null
  /** Absent before the run. */
  readonly others?: OtherHosts | undefined
}

/** How a task ends, as conditions query it: `r is changed`, `r is failed`. */
export type End = { readonly changed: boolean; readonly failed: boolean }

/** What a host sees of the others of its run (`hostvars`). */
export interface OtherHosts {
  /** What a host has registered so far; undefined: it is in no play yet. */
  registered(host: string): ReadonlyMap<string, unknown> | undefined
  /** Whether it registered the name in an earlier play. */
  isEarlier(host: string, name: string): boolean
  /** In a check: only a play would know it. */
  isPending(host: string, name: string): boolean
  /** A task has set the variable for it (`delegate_facts`). */
  isGiven(host: string, name: string): boolean
  /** What tasks have added to the inventory so far, but those of the host itself. */
  additions(self: string): readonly Addition[]
  /** It runs this play and has not come to this position of it. */
  isBehind(host: string, order: number): boolean
}

/** One execution of a task: of each loop item one. */
export type Instance = {
  /** The loop item, for people. */
  readonly label?: string
  /** The loop item itself, for `register`, changed_when and failed_when. */
  readonly item?: unknown
  /** The name of the loop item; default `item`. */
  readonly loopVar?: string
  /** Variables in the environment of what it runs. */
  readonly environment?: Readonly<Record<string, string>>
  /** Arguments: rendered, parsed by the module's schema, prepared. */
  readonly args: unknown
}

/** A loop item whose condition does not hold, at its index among all items. */
export type LeftItem = {
  readonly index: number
  readonly item: unknown
  readonly loopVar: string
  readonly because: string
}

/**
 * `waits`: what it depends on cannot be known before `on` (a registered name or a fact) has been read; `forOthers`: on other hosts;
 * `possible`: what it runs with if its condition holds; `sketched`: the same without what waits in its arguments, to tell what it is about.
 */
export type Resolution =
  | { readonly type: 'run'; readonly instances: readonly Instance[]; readonly left?: readonly LeftItem[] }
  | { readonly type: 'skip'; readonly because: string; readonly left?: readonly LeftItem[] }
  | {
      readonly type: 'waits'
      readonly on: string
      readonly forOthers?: true
      readonly possible?: readonly Instance[]
      readonly sketched?: readonly Instance[]
    }

/** A block, and which of its lists a task stands in. */
export type BlockPart = {
  readonly block: string
  readonly part: 'block' | 'rescue' | 'always'
  readonly hasRescue: boolean
}

export interface Task {
  readonly name: string
  readonly module: Module
  readonly section: Section | 'handlers'
  readonly place?: Place
  /** Its position in the play, the same for all hosts. */
  readonly order?: number
  /** Refs to read in the first batch although the arguments are not known yet (the topology's facts and files). */
  readonly prefetch?: readonly Ref[]
  readonly register?: string
  /** Variables that its module sets (`ansible_facts` of its result). */
  readonly sets?: readonly string[]
  readonly notify: readonly string[]
  readonly ignoreErrors: boolean
  readonly noLog: boolean
  /** `diff: false`: its changes are reported without their text. */
  readonly hidesDiff?: boolean
  /** `any_errors_fatal`: its failure ends the play for all hosts. */
  readonly endsPlay?: boolean
  /** On how many hosts it may run at the same time. */
  readonly throttle?: number
  /** `run_once`: the host that runs it, and the name under which the others of the batch find its results. */
  readonly once?: { readonly leader: string; readonly key: string }
  /** The host on which it looks and changes in the place of its own. */
  readonly delegateTo?: string
  /** What it sets are variables of that host. */
  readonly delegatesFacts?: boolean
  /** It only gathers what others registered: it is not reported unless it fails. */
  readonly isSilent?: true
  /** `check_mode: false`: runs also in a check; `true`: never changes. */
  readonly checkMode?: boolean
  /** Run steps as this user (runuser); absent: root, or the login user where there is no become. */
  readonly becomeUser?: string
  /** Steps that change need root and the play does not become: run as the login user. */
  readonly become: boolean
  /** Of a topology, or takes back what one did: a rollout takes it back. */
  readonly isRollout?: true
  /** Sends requests: run only where something changed, and by `swk verify`. */
  readonly onlyAfterChange?: boolean
  /** It costs seconds, or what it says is no reason to fail a play: run only by `swk verify`. */
  readonly onlyVerify?: boolean
  /** It does what users do, and takes it back: run only by `swk verify --active`. */
  readonly onlyActive?: boolean
  /** What a package of this task may bring where it is absent; default: anything. What it cannot bring stays known in a check. */
  readonly provides?: (ref: { readonly kind: string; readonly id: string }) => boolean
  /**
   * `flush_handlers`: notified handlers run here, the module is not used. `end_host`: the play ends here for the host; `end_role`:
   * the role does. `reset_connection`: swk logs in to the host again.
   */
  readonly meta?: 'flush_handlers' | 'end_host' | 'end_role' | 'reset_connection'
  /** The role that it is a task of: the same object for each of its tasks. */
  readonly role?: { readonly name: string }
  /** The tasks that it brings, in its place, when what it names is known. */
  include?(scope: Scope): readonly Task[]
  /** The blocks with `rescue` or `always` that it stands in, outermost first. */
  readonly within?: readonly BlockPart[]
  /** changed_when / failed_when over the registered result; `undefined`: as the engine finds. */
  changedWhen?(scope: Scope, result: unknown): boolean
  failedWhen?(scope: Scope, result: unknown): boolean
  /** `until`: it is done again until the condition holds over its result. */
  readonly until?: {
    readonly attempts: number
    /** Seconds between two attempts. */
    readonly delay: number
    holds(scope: Scope, result: unknown): boolean
  }
  /** Seconds between two items of its loop. */
  readonly pause?: number
  /** Condition, loop and arguments for one host. Pure. Throws SwkError with a place. */
  resolve(scope: Scope): Resolution
}

/** Whether a failure of the task is met by the `rescue` of a block around it. */
export function isRescued({ ignoreErrors, within = [] }: Pick<Task, 'ignoreErrors' | 'within'>): boolean {
  return !ignoreErrors && within.some(({ part, hasRescue }) => part === 'block' && hasRescue)
}

/** Who the task's steps run as; undefined: root. */
export function writingUser({ become, becomeUser }: Task, loginUser: string | undefined): string | undefined {
  return becomeUser ?? (become ? undefined : loginUser)
}

/** Whether the task runs on another host of the batch. */
export function isFollower({ once }: Task, host: string): boolean {
  return once !== undefined && once.leader !== host
}

/** What a topology means that a journal has recorded; of none, what takes `instead` back to it. */
export type CompileRecorded = (
  former: unknown,
  instead: unknown,
) => Pick<HostPlay, 'tasks' | 'handlers'> & {
  readonly verification: readonly Task[]
  /** No workers are left. */
  readonly isMonolith: boolean
}

/** One play for one host. */
export type HostPlay = {
  readonly host: string
  readonly tasks: readonly Task[]
  readonly handlers: readonly Task[]
  /** Handlers that earlier runs left to be run, and that are not due any more. */
  readonly dropped?: readonly string[]
  /** Notified handlers run even where the play fails. */
  readonly forceHandlers?: boolean
  /** Where the play fails, what the run has changed on the host is taken back. */
  readonly rollback?: boolean
  /** Seconds after which the host takes the run back, unless a new connection confirms it. */
  readonly confirm?: number
  /** How long the host keeps what this play changes. */
  readonly journal?: JournalLimits
  /** How many megabytes of archives a check may fetch to read what packages bring; 0: none. Default 200. */
  readonly archiveMegabytes?: number
  /** What the journal says about it beside what it says about the whole run. */
  readonly about?: Pick<RunInfo, 'playbook' | 'takesBack' | 'topology'>
  /** The topology of the play, and how one that a journal has recorded is compiled. */
  readonly declared?: { readonly topology: DeclaredTopology; readonly compile: CompileRecorded }
  /** Plausible values of facts, by which the first batch reads what tasks will look at; never used for anything else. */
  readonly assumed?: ReadonlyMap<string, unknown>
  /** The facts that other hosts of the play may refer to; absent: none does. */
  sharedFacts?(observed: HostView): ReadonlyMap<string, unknown>
  /** The play anew, where the facts say something else than was assumed when its variables were read. */
  rebind?(observed: HostView): HostPlay | undefined
}
