/** Paths on a host. */
import { posix } from 'node:path'
import { z } from 'zod'
import { directoriesAbove } from '../resources/path/above.ts'
import { editFailure } from './edit-failure.ts'

/** What is wrong with a relative path; what a playbook writes is resolved before. */
export const mustBeAbsolute = 'The path must be absolute.'

/** An absolute path without `..`; doubled and trailing slashes are dropped. */
export const absolutePath = z
  .string()
  .superRefine((path, context) => {
    const wrong = whatIsWrong(path)
    if (wrong) editFailure(context, { message: wrong, found: JSON.stringify(path), expected: 'an absolute path' })
  })
  .transform(path => normal(path))

/** As {@link absolutePath}, but a trailing slash stays: it says "into this folder". */
export const destination = z
  .string()
  .superRefine((path, context) => {
    const wrong = whatIsWrong(path)
    if (wrong) editFailure(context, { message: wrong, found: JSON.stringify(path), expected: 'an absolute path' })
  })
  .transform(path => (path.endsWith('/') && normal(path) !== '/' ? `${normal(path)}/` : normal(path)))

function whatIsWrong(path: string): string | undefined {
  if (path.includes('\0')) return 'A path cannot contain a NUL character.'
  if (!path.startsWith('/')) return mustBeAbsolute
  if (path.split('/').includes('..')) return 'The path must not contain `..`.'
  return undefined
}

function normal(path: string): string {
  const tidy = posix.normalize(path)
  return tidy.length > 1 && tidy.endsWith('/') ? tidy.slice(0, -1) : tidy
}

/** The folders above a path, outermost first, without `/`: `/a/b/c` -> `/a`, `/a/b`. */
export const foldersAbove = (path: string): readonly string[] => [...directoriesAbove(path)].reverse()

export const directoryOf = (path: string): string => posix.dirname(path)
export const nameOf = (path: string): string => posix.basename(path)

/** An absolute path for one that may be relative to a folder. */
export const inFolder = (folder: string, path: string): string => posix.resolve(folder, path)
