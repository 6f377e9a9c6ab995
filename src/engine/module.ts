/** The module contract: vocabulary that turns a task's arguments into wanted states. A module is pure and holds no host. */
import type { z } from 'zod'
import type { Ref, State, Want } from '../resources/kind.ts'

/** What a module sees of a host: only what its `reads` named (and, in a check, as earlier tasks would have left it). */
export interface HostView {
  /** The state, or null where the resource does not exist. */
  state(ref: { readonly kind: string; readonly id: string }): State | null
  /** Text of a file read with need 'content'; null where it does not exist. Throws Refusal for binary or over 1 MiB. */
  text(path: string): string | null
  /** True when the host lacks it but an earlier opaque change (a package) may bring it: reading it would throw Unknown. */
  mayExist(ref: { readonly kind: string; readonly id: string }): boolean
  /** True when an earlier change surely makes it, but only the host will know what it holds: reading it would throw Unknown. */
  isMade(ref: { readonly kind: string; readonly id: string }): boolean
}

/** A module's "no": the host is not in a state the task can work from. Nothing is changed. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly code: 'refused' | 'assertion-failed' | 'verification-failed' | 'unit-flaps'
  readonly hint?: string
  /** What is registered nevertheless; its `msg`, if any, is Ansible's, which playbooks look into. */
  readonly result?: Readonly<Record<string, unknown>>
  constructor(
    message: string,
    options: { code?: Refusal['code']; hint?: string; result?: Readonly<Record<string, unknown>> } = {},
  ) {
    super(message)
    this.code = options.code ?? 'refused'
    if (options.hint !== undefined) this.hint = options.hint
    if (options.result !== undefined) this.result = options.result
  }
}

/** Options of a template file that are not Ansible's defaults. */
export type FileOptions = {
  readonly trimBlocks?: boolean
  readonly lstripBlocks?: boolean
  readonly newline?: '\n' | '\r' | '\r\n'
  readonly blockStart?: string
  readonly blockEnd?: string
  readonly variableStart?: string
  readonly variableEnd?: string
  readonly commentStart?: string
  readonly commentEnd?: string
}

/** `mode`: its permissions, `0755`. A directory has no content. */
export type ProjectFile = { readonly path: string; readonly mode: string; readonly content?: Buffer }

/** What a module reads on the controller before contact. */
export interface Sources {
  /** Text or bytes of `files/NAME` or `NAME` next to the playbook (copy). Throws SwkError at the argument when missing. */
  file(name: string): Buffer
  /** The mode of such a file, or of a template, as `0644`. */
  fileMode(name: string, kind: 'files' | 'templates'): string
  /** The files below the directory `files/NAME` or `NAME` next to the playbook, by their paths in it; undefined if it is not a directory. */
  tree(name: string): readonly ProjectFile[] | undefined
  /** A file of this machine that the task may write, and what is in it now. */
  local(name: string): { readonly file: string; readonly bytes?: Buffer }
  /** The name of the host in the inventory. */
  readonly host: string
  /** Random text that stays the same each time this task is planned, for this item of its loop: a play is planned in passes. */
  readonly unique: string
  /** How often `-v` was given. */
  readonly verbosity: number
  /** The rendered template `templates/NAME` (template). `dest`: the file on the host, for `template_destpath`. */
  render(name: string, options?: FileOptions, dest?: string): string
  /** Evaluates Jinja conditions against the task's variables (assert). */
  truthy(expression: string): boolean
  /** Evaluates a Jinja expression to its value (debug: var). */
  value(expression: string): unknown
}

export interface Module<Args = unknown> {
  readonly name: string
  readonly summary: string
  /** Strict zod schema; descriptions are the manual. */
  readonly args: z.ZodType<Args>
  /** Ansible's free form (`command: echo hi`): the key that a bare text goes to. */
  readonly freeForm?: string
  /** Arguments that are conditions: they are evaluated (`sources.truthy`), not rendered. */
  readonly conditions?: readonly string[]
  /** Examples for the manual (YAML), each run or parsed by a test. */
  readonly examples?: readonly string[]
  /** Reads on the controller: turns parsed args into prepared ones (template rendered, file loaded). Default: identity. */
  prepare?(args: Args, sources: Sources): Args
  /** The resources that the module must see to decide. */
  reads(args: Args): readonly Ref[]
  /** Wanted states, in the order in which they are to be made. Throws Refusal. */
  plan(args: Args, observed: HostView): readonly Want[]
  /** One line a wanted edit, shown where the plan cannot be known yet ("port 0 in /etc/redis/redis.conf"). */
  intent?(args: Args): string
  /** What the user should know before anything is changed, shown whatever the status. It changes nothing about how the task ends. */
  warnings?(args: Args, observed: HostView): readonly string[]
  /** Lines that are shown with the task (debug). `observed` as the task found it. */
  notes?(args: Args, observed: HostView): readonly string[]
  /** More for `register`, beside changed/failed/skipped and what volatile resources gave. */
  result?(args: Args, observed: HostView, changes: readonly ModuleChange[]): Record<string, unknown>
  /** Names of variables that it sets for later tasks, by its arguments as they are written: keys of `ansible_facts` in its result. */
  sets?(args: unknown): readonly string[]
  /** Its results name hosts and groups for the inventory (`add_host`, `add_group`). */
  readonly extendsInventory?: true
  /** Their values, if the arguments alone say them: the next item of a loop sees them. */
  setsNow?(args: Args): Readonly<Record<string, unknown>>
}

/** A change that a module has planned. */
export type ModuleChange = { readonly want: Want; readonly before: State | null; readonly after: State | null }

/** Types a module by its schema. The default export of each file in modules/. */
export function defineModule<Schema extends z.ZodType>(
  module: Omit<Module<z.output<Schema>>, 'args'> & { readonly args: Schema },
): Module {
  return module as unknown as Module
}
