/** A file that the topology makes as a whole. */
import { managedMark } from './paths.ts'

/**
 * `text: null`: it shall not be there. `mark`: it is only touched where its first line is that, so that it is swk's; what is only to go
 * is so without a word, by the mark of all managed files. `folder`: the one that it is in is made too.
 */
export type ManagedFile = {
  readonly path: string
  readonly text: string | null
  readonly mark?: string
  readonly folder?: true
}

/** A file that is there. */
export type TextFile = ManagedFile & { readonly text: string }

export const absent = (path: string): ManagedFile => ({ path, text: null })

/** Whether swk made what is in its place. What swk did not make it never removes. */
export function isOurs(text: string, mark: string = managedMark): boolean {
  return text === mark || text.startsWith(`${mark}\n`)
}
