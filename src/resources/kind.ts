/**
 * A resource kind: a thing that exists on a host and can be read and written. It holds no connection: it makes shell
 * text and reads that text's output. The set of kinds is closed (src/resources/index.ts).
 */
import type { Sh } from '../shell/sh.ts'

export type Scalar = string | number | boolean | null
/** Plain data, comparable and printable. `null` in the place of a State means: does not exist. */
export type State = { readonly [field: string]: Scalar | readonly Scalar[] | undefined }

/** A resource that a task reads. Two refs with the same kind and id are the same resource. */
export type Ref = {
  readonly kind: string
  readonly id: string
  /** `content`: also the text of a file (up to 1 MiB). Default `meta`. */
  readonly need?: 'meta' | 'content'
  /** For a file: sha256 (hex) of the wanted content. The host sends the content only where it differs. */
  readonly hint?: string
}

declare const stateOf: unique symbol
/** A ref that knows (for the compiler alone) what its state looks like. */
export type RefTo<S> = Ref & { readonly [stateOf]?: S }

export const refKey = (ref: { readonly kind: string; readonly id: string }): string => `${ref.kind}:${ref.id}`

/** A wanted state: the given fields are merged over what is observed; only they are compared and verified. */
export type Want = {
  readonly kind: string
  readonly id: string
  readonly state: State | null
  /** Bytes of a file; `state.sha256` is their hash. Not part of the state, so that states stay small and printable. */
  readonly content?: string | Buffer
  /** Name in the host's journal of the content or tree that is put back: it is written from there, whatever `content` shows. */
  readonly kept?: string
  /**
   * Options of its creation; never compared, since they cannot be read back. package: recommends (false: --no-install-recommends), purge, version (a pattern), list (all that its task installs), asked (the word with which apt was queried about it), release, held (may be changed), keep (nothing is removed), unsigned (also of repositories without a signature).
   * user: system, createHome, removeHome. group: system. unit: removes, stops (paths that go and units that stop when its process ends). unit-job: starts (the unit does not run), late (after all that starts). reboot: empties (mounts in memory, a line each). touch: of (the name under which the path was read).
   */
  readonly how?: { readonly [option: string]: Scalar }
  /** Standard input or other secret material for a write; never printed. */
  readonly secret?: string
  /** A command that must accept the new file before it is renamed into place; `%s` is the staged file (Ansible's validate). */
  readonly validate?: readonly string[]
  /** Wants of one task with the same `together.name` are staged, validated as a set, then renamed in one frame. */
  readonly together?: Transaction
  /** Its step is one with that of the files before it (`together`): a run that ends there has made all of these changes or none. */
  readonly joins?: true
}

export type Transaction = {
  readonly name: string
  /** Directories over which the staged files are laid (overlay in a mount namespace) while `check` runs. */
  readonly overlay: readonly string[]
  /** Commands (argv each) that must all exit 0 with the staged files in place. */
  readonly check: readonly (readonly string[])[]
  /** Names of the checking programs for error messages, if a command itself would not be readable. */
  readonly checkers?: readonly (string | undefined)[]
}

/** One step of a change. Runs in the root shell's own `sh` with `set -e`. */
export type Step = {
  /** For people: "write /etc/redis/redis.conf". */
  readonly name: string
  readonly script: Sh
  readonly payload?: Buffer
  /** The script fails unless the payload is whole; so it can run while a payload arrives that the host has no room to keep. */
  readonly streams?: boolean
  /** Seconds. */
  readonly timeout: number
  /** Streams its output (apt). */
  readonly long?: boolean
  /** The line of its error output that says, if it fails, that a part of its changes was made which no state shows (half of a tree). */
  readonly part?: string
  /** The exit status by which it tells that it has changed nothing: what differs then, another program has changed. */
  readonly refusal?: number
  /**
   * The same as a record of a list: `program` makes many in one process. It reads `TASK ITEM BYTES\n` and the record for each, and prints
   * `STATUS BYTES\n` and a message for each, where STATUS is an exit status, or `skip`: a record that fails keeps the others of its item
   * and those of later tasks from being made. It exits with 0 if all were made. What a listed step leaves is what its change says, or it fails.
   */
  readonly listed?: { readonly program: Sh; readonly record: Buffer }
}

export type ResourceChange = { readonly before: State | null; readonly after: State | null; readonly want: Want }

/** How a change is taken back, or why it cannot be. No wants at all: the change leaves nothing to take back. */
export type Undo =
  | { readonly cannot: string }
  | {
      /** Ahead of everything else: what must stop while other changes are taken back. */
      readonly first?: readonly Want[]
      /** In the reverse order of the changes. */
      readonly wants?: readonly Want[]
      /** After everything else, in the order of the changes: what starts again with what is back. */
      readonly last?: readonly Want[]
      /** What the host keeps before the change: `name` in its journal (the hash of a file's content, any name for a tree). */
      readonly keep?: readonly { readonly path: string; readonly name: string }[]
      /** Prints what only the host knows; kept before and after the change as `NAME.before` and `NAME.after`. */
      readonly save?: Sh
      /** The state need not be what the change left: the wants are right whatever it is. */
      readonly unguarded?: true
      /** What does not come back with the rest. */
      readonly loses?: string
    }

/**
 * `writeOnly`: its effect cannot be read back: always a change when wanted, never verified (a command, a reload).
 * `silent`: writing it is not reported as a change (an apt cache refresh, waiting for a port).
 * `waits`: writing it waits for another program, so a check cannot tell whether that succeeds.
 * `transient`: what was read is true only until the next change (an HTTP answer, a listening port): it is read again then; in
 * check mode it is unknown after a predicted change.
 * `early`: read ahead of the first change, and never again (what apt makes of a name): it only refuses what cannot work.
 * `opaque`: after writing it, resources that packages provide and that were absent are unknown until read again (a package).
 * `rootOnly`: no other user can ever change it.
 * `account`: tasks about other kinds read it only to see whether it is there (a user who is to own a file).
 */
export type Trait = 'writeOnly' | 'silent' | 'transient' | 'early' | 'opaque' | 'rootOnly' | 'account' | 'waits'

/** The ids under which a changed resource and another one are kept. */
export type Places = { readonly changed: string; readonly other: string }

/** What is known of single resources of one kind, by the id under which each is kept. */
export type Holdings = {
  /** What predicted changes leave; undefined if they do not touch it. Throws if that cannot be known. */
  predicted(id: string): State | null | undefined
  /** What was read, whatever is predicted; undefined if it was not read. */
  read(id: string): State | null | undefined
  /** What was read; has it read first if it was not. */
  require(id: string): State | null
}

/** `at`: the id under which it is kept. */
export type View = { readonly state: State | null; readonly isPredicted: boolean; readonly at: string }

export type Names = {
  view(id: string, host: Holdings): View
  /** The id under which what a change leaves is kept, and what is kept. */
  place(change: ResourceChange, host: Holdings): { readonly id: string; readonly state: State | null }
}

/** The state of another resource, of the same kind if none is named; undefined if it is not known. */
export type Look = (id: string, kind?: string) => State | null | undefined

/** Who writes what a task creates, where that is not root: its owner, its group and all groups of it as far as the user is known. */
export type Writer = { readonly owner: string; readonly group?: string; readonly groups?: readonly string[] }

/** How long a restart of the host may take, in seconds. */
export type Restart = {
  /** Until it goes down. */
  readonly delay: number
  /** For it to be back, and then for `test` to succeed. */
  readonly timeout: number
  /** Between the two. */
  readonly settle: number
  readonly test: Sh
  /** Prints what differs from boot to boot. */
  readonly mark: Sh
}

/** Why a change cannot be made. */
export type Forbidden = {
  readonly message: string
  readonly hint?: string
  /** What the task registers nevertheless. */
  readonly result?: Readonly<Record<string, unknown>>
}

export interface Kind {
  readonly name: string
  readonly traits?: readonly Trait[]
  /** Shell text that only reads: one fragment, few processes, for all the ids. Its stdout is handed to `read`. */
  probe(refs: readonly Ref[]): Sh
  /** Seconds that reading may take; default one minute. A longer one may write large files to /var/tmp. */
  readonly readTimeout?: number
  /** The output -> state for each ref key asked for (null: does not exist). May answer for more resources than were asked (discovery). */
  read(output: Buffer, refs: readonly Ref[]): ReadonlyMap<string, State | null>
  /** The steps from one state to another; never called when they are equal. Absent: the kind can only be read. */
  write?(before: State | null, after: State | null, want: Want): readonly Step[]
  /**
   * How to take a change back. Every kind that writes answers; the same change and name give the same answer. `name`: what the host's
   * journal may call what it keeps for this change.
   */
  undo?(change: ResourceChange, name: string): Undo
  /** Neighbouring changes of this kind as fewer steps (one apt run). All create (or change), or all remove. */
  writeMany?(changes: readonly ResourceChange[]): readonly Step[]
  /** Why the change cannot be made, if that shows in what is known of resources of this kind, or of another one. `writer`: where that is not root. */
  forbid?(change: ResourceChange, look: Look, writer?: Writer): Forbidden | undefined
  /** What the operator should know of the change, though it can be made. */
  warn?(change: ResourceChange, look: Look): string | undefined
  /** Fields whose difference alone is not called a change (systemd reloads its files). */
  readonly quietFields?: readonly string[]
  /** Fields of a state that a diff does not show. */
  readonly hidden?: readonly string[]
  /** Whether `state` holds all that a ref with need `content` asks for; absent: every state does. */
  isWhole?(state: State, ref: Ref): boolean
  /** Merge of wanted fields over the observed state, where plain merging would not do (mode of a new file, groups to add). `writer`: where that is not root. */
  merge?(before: State | null, wanted: State, id: string, writer?: Writer): State
  /** What is registered of a writeOnly resource from its step's reply (command: rc, stdout, stderr). */
  result?(
    replies: readonly {
      readonly rc: number
      readonly stdout: Buffer
      readonly stderr: Buffer
      /** Output over 1 MiB was dropped. */
      readonly cut?: boolean
      readonly times?: { readonly started: number; readonly ended: number }
    }[],
    want?: Want,
  ): Record<string, unknown>
  /** Of what `check_mode: true` keeps from running, what is registered in the place of its result; then it is not a change. */
  resultOfCheck?(want: Want): Record<string, unknown>
  /**
   * Whether writing `change` can change `other` as well, whose last read state is `state`: then it is read again. Every kind that
   * writes says so. Resources that are made from others (a unit from its file) say it themselves: see `dependsOn`.
   */
  affects?(change: ResourceChange, other: Ref, state: State | null | undefined, at?: Places): boolean
  /** Where one resource has several names (links): what a name means once changes are predicted. Absent: each id stands for itself. */
  readonly names?: Names
  /** Resources of this kind in which `id` lies (directories above a path): where one of them is absent, `id` is too. */
  holders?(id: string): Iterable<string>
  /** The state that is assumed of a new one in which others lie. */
  readonly initialHolder?: State
  /** Whether resource `id` of this kind is read again after `change` of another kind. `placeOf`: where a name leads, as far as it was read. */
  dependsOn?(change: ResourceChange, id: string, placeOf: (ref: Omit<Ref, 'need'>) => string): boolean
  /** Whether a check must call `other` unknown after `change`, because nothing tells what the change does to it (a command). */
  obscures?(change: ResourceChange, other: Ref, look: Look): boolean
  /** What was read after a change that wanted `wanted`, where two states mean the same (a unit that cannot be enabled is not enabled). */
  readsAs?(wanted: State, read: State): State
  /** What a resource that is absent is taken for where another state of it was wanted: a unit that is gone does not run. */
  readonly asAbsent?: State
  /**
   * Of an opaque kind: the resource that says what `other`, which is absent, is once the changes are made. Its state: null where `other`
   * stays absent, with `isUnknown` where that cannot be said, else the state of `other`; `unsure`: fields of it that are guesses.
   * `earlier`: the opaque changes of the tasks before.
   */
  contents?(
    changes: readonly ResourceChange[],
    other: { readonly kind: string; readonly id: string },
    megabytes: number,
    earlier: readonly ResourceChange[],
  ): Ref | undefined
  /** What is surely there after a change, though only the host knows what it holds. */
  makes?(want: Want): Ref | undefined
  /** Its changes obscure what they name, not all that their task has read. */
  readonly obscuresOnlyNamed?: true
  /** The working directory of the change, if it has one. Its task reads it, which does not mean that the change affects it. */
  standsIn?(want: Want): Ref | undefined
  /** What must be known, where it was read, to tell whether the change can be made. */
  requires?(want: Want): readonly Ref[]
  /**
   * What a change whose undo wants `want` has changed beside, by the list that was kept (`save`): lines that came (`+LINE`) and went
   * (`-LINE`).
   */
  undoOthers?(want: Want, moved: readonly string[]): readonly Want[]
  /** May appear with a package where it is absent. */
  readonly providedByPackages?: boolean
  /** The state that is assumed of a new one, to show the edit that a task would make to it. */
  readonly initial?: State
  /**
   * The state of resource `id` of this kind after a predicted `change` of another resource (a member of a group, a file below a
   * removed directory), `unknown` where nobody can tell, undefined where the change leaves it alone. `state`: before the change.
   */
  follows?(change: ResourceChange, id: string, state: State | null, look: Look): State | null | 'unknown' | undefined
  /** What is there after the change, where that is not its `after` (a unit that loses its file with a reload). */
  leaves?(change: ResourceChange): State | null
  /** What follows from its changes holds only for later tasks: all changes of a task are made at once (one run of apt). */
  readonly followedLater?: true
  /** Of a transient kind: whether what is read of `id` can differ after a change of `other`. Absent: after any change. */
  isTouchedBy?(other: Ref, id: string): boolean
  /** Units that the change starts or stops: started ones are checked again at the end of the section. */
  startsUnits?(change: ResourceChange & { readonly fields: readonly string[] }): readonly string[]
  stopsUnits?(change: ResourceChange): readonly string[]
  /** The host goes down with the change: how to tell that it is back. */
  restart?(want: Want): Restart
  /** Arguments that other users of the host can read while it is made, so that none may be secret; absent: its whole script. */
  exposes?(want: Want): readonly string[]
  /** A change in words ("redis-server.service: enable, start"), where its fields alone would need explaining. */
  describe?(change: ResourceChange & { readonly fields: readonly string[] }): string | undefined
  /** How a change is shown that has content; absent: in words, else field by field. */
  diff?(change: ResourceChange & { readonly fields: readonly string[] }): KindDiff
  /** The error code of a failed step, where it is not `step-failed`. */
  readonly failureCode?: 'condition-timeout'
}

/** One side-by-side difference: texts before and after (null: does not exist), and the other fields that differ. */
export type KindDiff = {
  readonly path: string
  readonly before: string | null
  readonly after: string | null
  readonly fields: readonly string[]
}

/** For `undo`: the change leaves nothing behind. */
export const undoNothing = (): Undo => ({})
/** For `undo`: the wanted fields as they were. */
export function undoFields({ want, before }: ResourceChange): Undo {
  const { kind, id } = want
  if (before === null || want.state === null) return { wants: [{ kind, id, state: before }] }
  const fields = Object.keys(want.state).filter(field => before[field] !== undefined)
  return { wants: [{ kind, id, state: Object.fromEntries(fields.map(field => [field, before[field]])) }] }
}

/** For `affects`: nothing else can change. */
export const affectsNothing = (): boolean => false
/** For `affects`: what runs can change anything. */
export const affectsAnything = (): boolean => true
/** For `affects`: resources of these kinds can change. */
export const affectsKinds =
  (...kinds: readonly string[]) =>
  (_change: ResourceChange, other: Ref): boolean =>
    kinds.includes(other.kind)
/** For `dependsOn`: resources that are read from files. */
export const dependsOnPaths = ({ want }: ResourceChange): boolean => want.kind === 'path' || want.kind === 'emptied'
