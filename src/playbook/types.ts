/** A playbook as typed plays, before any variable is looked up. Every part knows its place through `source` and `path`. */
import type { Location } from '../yaml/location.ts'
import type { Source } from '../yaml/source.ts'

export type Path = Location

export type Play = {
  readonly name: string
  readonly hosts: string
  readonly become: boolean
  readonly becomeUser?: string
  /** Batch sizes as written: counts or percentages. Empty: all hosts at once. */
  readonly serial: readonly (number | string)[]
  readonly maxFailPercentage?: number
  readonly vars: Readonly<Record<string, unknown>>
  readonly varsFiles: readonly string[]
  readonly tags: readonly string[]
  readonly checkMode?: boolean
  readonly ignoreErrors?: boolean
  readonly noLog?: boolean
  readonly remoteUser?: string
  /** `topology:` as parsed data; src/topology validates it. */
  readonly topology?: unknown
  readonly sections: Readonly<Record<'pre_tasks' | 'tasks' | 'post_tasks' | 'handlers', readonly TaskSource[]>>
  readonly source: Source
  readonly path: Path
}

/** One task as written. `args` is unrendered data. */
export type TaskSource = {
  readonly name?: string
  /** As written, without `ansible.builtin.`; `_` and `-` are the same: compare with `sameModule` (modules.ts). */
  readonly module: string
  readonly args: unknown
  /** Path of `args` in the document; for a place: `source.place([...argsPath, 'mode'])`. */
  readonly argsPath: Path
  /** `args:` beside the module (for free-form text; the module's own arguments win). At `[...path, 'args']`. */
  readonly moreArgs?: Readonly<Record<string, unknown>>
  readonly when: readonly string[]
  readonly loop?: unknown
  readonly loopVar: string
  /** `loop_control.label`: a template for what is shown of an item. */
  readonly loopLabel?: string
  readonly register?: string
  readonly notify: readonly string[]
  readonly listen: readonly string[]
  readonly tags: readonly string[]
  readonly become?: boolean
  readonly becomeUser?: string
  readonly vars: Readonly<Record<string, unknown>>
  readonly ignoreErrors?: boolean
  readonly noLog?: boolean
  readonly checkMode?: boolean
  readonly changedWhen?: readonly string[]
  readonly failedWhen?: readonly string[]
  readonly source: Source
  /** Path of the task in its document. */
  readonly path: Path
}
