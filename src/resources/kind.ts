/**
 * A resource kind: a thing that exists on a host and can be read and written. It holds no connection: it makes shell
 * text and reads that text's output. The set of kinds is closed (src/resources/index.ts).
 */
import type { Sh } from '../shell/sh.ts'

export type Scalar = string | number | boolean | null
/** Plain data, comparable and printable. `null` in the place of a State means: does not exist. */
export type State = { readonly [field: string]: Scalar | readonly Scalar[] | undefined }

/** A resource that a task looks at. Two refs with the same kind and id are the same resource. */
export type Ref = {
  readonly kind: string
  readonly id: string
  /** `content`: also the text of a file (up to 1 MiB). Default `meta`. */
  readonly need?: 'meta' | 'content'
  /** For a file: sha256 (hex) of the wanted content. The host sends the content only where it differs. */
  readonly hint?: string
}

export const refKey = (ref: { readonly kind: string; readonly id: string }): string => `${ref.kind}:${ref.id}`

/** A wanted state: the given fields are merged over what is observed; only they are compared and verified. */
export type Want = {
  readonly kind: string
  readonly id: string
  readonly state: State | null
  /** Bytes of a file; `state.sha256` is their hash. Not part of the state, so that states stay small and printable. */
  readonly content?: string | Buffer
  /**
   * How to make it; never compared, since it can't be read back. package: recommends (false: --no-install-recommends), purge, version (a pattern).
   * user: system, createHome, removeHome. group: system.
   */
  readonly how?: { readonly [option: string]: Scalar }
  /** Standard input or other secret material for a write; never printed. */
  readonly secret?: string
  /** A command that must accept the new file before it is renamed into place; `%s` is the staged file (Ansible's validate). */
  readonly validate?: readonly string[]
  /** Wants of one task with the same `together.name` are staged, validated as a set, then renamed in one frame. */
  readonly together?: Transaction
}

export type Transaction = {
  readonly name: string
  /** Folders over which the staged files are laid (overlay in a mount namespace) while `check` runs. */
  readonly overlay: readonly string[]
  /** Commands (argv each) that must all exit 0 with the staged files in place. */
  readonly check: readonly (readonly string[])[]
  /** Who checks, where the command would be nothing for people. */
  readonly checker?: string
}

/** One step of a change. Runs in the root shell's own `sh` with `set -e`. */
export type Step = {
  /** For people: "write /etc/redis/redis.conf". */
  readonly name: string
  readonly script: Sh
  readonly payload?: Buffer
  /** Seconds. */
  readonly timeout: number
  /** Streams its output (apt). */
  readonly long?: boolean
}

export type ResourceChange = { readonly before: State | null; readonly after: State | null; readonly want: Want }

export interface Kind {
  readonly name: string
  /** Shell text that only reads: one fragment, few processes, for all the ids. Its stdout is handed to `read`. */
  probe(refs: readonly Ref[]): Sh
  /** The output -> state for each ref key asked for (null: does not exist). May answer for more resources than were asked (discovery). */
  read(output: Buffer, refs: readonly Ref[]): ReadonlyMap<string, State | null>
  /** The steps from one state to another; never called when they are equal. Absent: the kind can only be read. */
  write?(before: State | null, after: State | null, want: Want): readonly Step[]
  /** Neighbouring changes of this kind as fewer steps (one apt run). All make (or change), or all remove. */
  writeMany?(changes: readonly ResourceChange[]): readonly Step[]
  /**
   * `volatile`: its effect can't be read back: always a change when wanted, never verified (a command, a reload).
   * `quiet`: writing it is not a change (apt cache refresh, waiting for a port).
   * `fleeting`: what was read is true only until the next change (an HTTP answer, a listening port): read again then; in check mode
   * behind a predicted change it is unknown.
   * `opaque`: after writing it, users, groups, units and paths that were absent are unknown until read again (a package).
   */
  readonly traits?: readonly ('volatile' | 'quiet' | 'fleeting' | 'opaque')[]
  /** Fields whose difference alone is not called a change (systemd reads its files anew). */
  readonly quietFields?: readonly string[]
  /** Fields of a state that show in a diff as text; default: all that differ. Content of files is handled by the engine. */
  readonly hidden?: readonly string[]
  /** Merge of wanted fields over the observed state, where plain merging would not do (mode of a new file, groups to add). */
  merge?(before: State | null, wanted: State): State
  /** What is registered of a volatile resource from its step's reply (command: rc, stdout, stderr). */
  result?(
    replies: readonly { readonly rc: number; readonly stdout: Buffer; readonly stderr: Buffer }[],
  ): Record<string, unknown>
}
