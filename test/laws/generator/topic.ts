/** A topic of the generator: a group of modules, the states of a host that they meet, and how to see what they did. */
import type fc from 'fast-check'

export type Fields = Readonly<Record<string, unknown>>

/** A task without its keywords, and what it is about: two tasks about the same thing may contradict each other. */
export type Action = { readonly task: Fields; readonly about: readonly string[] }

/** A script that arranges the host, and other names of what tasks are about (`path l` is `path d`). */
export type Arranged = { readonly script: string; readonly aliases?: Readonly<Record<string, string>> }

/** Scripts use $F, tasks `{{ folder }}`, for the directory that belongs to the playbook. */
export type Topic = {
  readonly name: string
  /** Runs once a host. */
  readonly furnish?: string
  /** A random state. The script first takes back what earlier playbooks left outside of $F. */
  readonly state: fc.Arbitrary<Arranged>
  /** Prints all that the tasks may touch. */
  readonly look: string
  readonly actions: readonly fc.Arbitrary<Action>[]
  /** Modules after which a check may call what they touch unknown. */
  readonly opaque?: readonly string[]
}

/** For tasks that are not the same the second time. */
export const contradictory = ['contradiction', 'contradiction']

/** A script that may fail in parts: what is not there needs not be taken back. */
export const lenient = (...lines: readonly string[]): string => `(\n${lines.join('\n')}\n) >/dev/null 2>&1; :`

export const q = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`
