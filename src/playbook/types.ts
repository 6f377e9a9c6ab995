/** A playbook as typed plays, before any variable is looked up. Every part knows its place through `source` and `path`. */
import type { BlockPart } from '../engine/task.ts'
import type { Diagnostic } from '../errors/diagnostic.ts'
import type { Location } from '../yaml/location.ts'
import type { Source } from '../yaml/source.ts'

export type Play = {
  readonly name: string
  readonly hosts: string
  readonly become: boolean
  readonly becomeUser?: string
  /** How its hosts become root. */
  readonly becomeMethod?: string
  /** Batch sizes as written: counts or percentages. Empty: all hosts at once. */
  readonly serial: readonly (number | string)[]
  /** In which order hosts go into batches: an `Order`, or a template of one until it is rendered. */
  readonly order?: string
  readonly maxFailPercentage?: number
  readonly vars: Readonly<Record<string, unknown>>
  /** Each a file, or alternatives of which the first that exists counts. */
  readonly varsFiles: readonly (string | readonly string[])[]
  /** Variables that are asked for. */
  readonly prompts?: readonly Prompt[]
  /** Variables and defaults of the play's roles, which every task of the play sees. */
  readonly roleVars?: Readonly<Record<string, unknown>>
  readonly roleDefaults?: Readonly<Record<string, unknown>>
  readonly tags: readonly string[]
  readonly checkMode?: boolean
  readonly diff?: boolean
  /** Those of its flags that are templates. */
  readonly templates?: Readonly<Partial<Record<FlagName, Placed>>>
  readonly ignoreErrors?: boolean
  readonly noLog?: boolean
  readonly forceHandlers?: boolean
  /** A host that cannot be reached stays in the run. */
  readonly ignoreUnreachable?: boolean
  /** Seconds after which a host takes back what is not confirmed. */
  readonly confirm?: number
  /** A failed play takes back what it has changed. */
  readonly rollback?: boolean
  /** `gather_facts: false`: the play reads no facts. */
  readonly gatherFacts?: boolean
  readonly gatherSubset?: readonly string[]
  readonly connection?: string
  readonly remoteUser?: string
  readonly port?: string
  /** `topology:` as parsed data; src/topology validates it. */
  readonly topology?: unknown
  readonly sections: Readonly<Record<'pre_tasks' | 'tasks' | 'post_tasks' | 'handlers', readonly TaskSource[]>>
  readonly source: Source
  readonly path: Location
}

/** One of `vars_prompt`. */
export type Prompt = {
  readonly name: string
  readonly text: string
  readonly isPrivate: boolean
  readonly isConfirmed: boolean
  readonly default?: unknown
}

/** A text with its location, where it was not written in the task itself. */
export type Placed = { readonly text: string; readonly source: Source; readonly path: Location }

/** The same of a value. */
export type PlacedValue = { readonly value: unknown; readonly source: Source; readonly path: Location }

/** Keywords that are yes or no; each may be a template. */
export type FlagName =
  | 'become'
  | 'ignoreErrors'
  | 'noLog'
  | 'checkMode'
  | 'runOnce'
  | 'anyErrorsFatal'
  | 'diff'
  | 'delegateFacts'

/** A role as its tasks see it. */
export type RoleScope = {
  readonly name: string
  readonly dir: string
  /** The names of the roles that include it, the nearest first. */
  readonly parents: readonly string[]
  readonly defaults: Readonly<Record<string, unknown>>
  readonly vars: Readonly<Record<string, unknown>>
  readonly params: Readonly<Record<string, unknown>>
}

/** What a task gets from the blocks, files and roles around it. */
export type Inherited = {
  readonly when: readonly Placed[]
  readonly notify: readonly Placed[]
  /** Tags of `include_*`: each set must be selected for the task to run. */
  readonly tagGates: readonly (readonly string[])[]
  readonly within: readonly BlockPart[]
  /** Directories in which files and templates are looked for before the playbook's. */
  readonly searchDirs: readonly string[]
  readonly role?: RoleScope
  /** `environment` and `module_defaults`, the outermost first. */
  readonly environment?: readonly PlacedValue[]
  readonly moduleDefaults?: readonly PlacedValue[]
  /** Loop items of the includes around it: data. */
  readonly items?: Readonly<Record<string, unknown>>
  /** Variables of `include_vars` tasks before it. */
  readonly included?: Readonly<Record<string, unknown>>
}

/** Tasks that an include may bring, with what is wrong with their file. */
export type Included = {
  readonly tasks: readonly TaskSource[]
  readonly handlers: readonly TaskSource[]
  readonly diagnostics: readonly Diagnostic[]
}

/** An include whose name, loop or time is known only for a host. */
export type Include = {
  /** Those that its name can mean; empty where it can mean anything. */
  readonly possible: readonly Included[]
  /** The text of all that it may bring, for what looks for words in it. */
  texts(): readonly string[]
  /** What the rendered arguments name. Throws SwkError where there is no such file. */
  find(args: Readonly<Record<string, unknown>>): Included
}

/** One task as written. `args` is unrendered data. */
export type TaskSource = {
  readonly name?: string
  /** As written, without `ansible.builtin.`; `_` and `-` are the same: compare with `sameModule` (modules.ts). */
  readonly module: string
  readonly args: unknown
  /** Path of `args` in the document; for a place: `source.place([...argsPath, 'mode'])`. */
  readonly argsPath: Location
  /** `args:` beside the module (for free-form text; the module's own arguments win). At `[...path, 'args']`. */
  readonly moreArgs?: Readonly<Record<string, unknown>>
  readonly when: readonly string[]
  readonly loop?: unknown
  /** The keyword that gave the loop; default `loop`. */
  readonly loopKey?: string
  readonly indexVar?: string
  readonly isExtended?: boolean
  readonly loopVar: string
  /** `loop_control.label`: a template for what is shown of an item. */
  readonly loopLabel?: string
  /** `loop_control.pause`: seconds between two items, or a template of them. */
  readonly loopPause?: number | string
  readonly register?: string
  /** The name under which its own conditions see its result, where it registers under another. */
  readonly resultName?: string
  readonly notify: readonly string[]
  readonly listen: readonly string[]
  readonly tags: readonly string[]
  readonly become?: boolean
  readonly becomeUser?: string
  /** As whom it runs where it does not become another user. */
  readonly remoteUser?: string
  readonly vars: Readonly<Record<string, unknown>>
  readonly ignoreErrors?: boolean
  readonly noLog?: boolean
  readonly checkMode?: boolean
  readonly anyErrorsFatal?: boolean
  /** The host on which it runs in the place of its own: a name, or a template of one. */
  readonly delegateTo?: Placed
  readonly delegateFacts?: boolean
  /** On how many hosts it may run at the same time. */
  readonly throttle?: number
  readonly diff?: boolean
  /** Those of its flags that are templates. */
  readonly templates?: Readonly<Partial<Record<FlagName, Placed>>>
  readonly changedWhen?: readonly string[]
  readonly failedWhen?: readonly string[]
  readonly until?: readonly string[]
  /** A number, or a template of one. */
  readonly retries?: number | string
  readonly delay?: number | string
  /** Seconds that a command may take; a template of them. `isLeft`: the play does not wait for it. */
  readonly timeLimit?: { readonly seconds: number | string; readonly isLeft: boolean }
  readonly runOnce?: boolean
  readonly include?: Include
  readonly outer?: Inherited
  readonly source: Source
  /** Path of the task in its document. */
  readonly path: Location
}
