/** Tests over files of the controller. */
import { lstatSync, readFileSync, realpathSync, type Stats, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { plugins } from '../evaluate/context.ts'
import { PythonError } from '../failure.ts'
import { str } from '../values/text.ts'
import { typeName } from '../values/type.ts'
import { defined } from '../values/undefined.ts'

const directory = ['s', (value: unknown) => stat(value)?.isDirectory() ?? false] as const
const file = ['path', (value: unknown) => stat(value)?.isFile() ?? false] as const
const link = ['path', (value: unknown) => lstat(value)?.isSymbolicLink() ?? false] as const
const absolute = ['s', (value: unknown) => isAbsolute(value)] as const
const same = ['f1, f2', isSame] as const
const mount = ['path', isMount] as const

export const fileTests = plugins({
  directory,
  is_dir: directory,
  file,
  is_file: file,
  link,
  is_link: link,
  exists: ['path', (value: unknown) => stat(value) !== undefined],
  link_exists: ['path', (value: unknown) => lstat(value) !== undefined],
  abs: absolute,
  is_abs: absolute,
  same_file: same,
  is_same_file: same,
  mount,
  is_mount: mount,
  vaulted_file: ['value', (value: unknown) => isVault(str(value))],
})

function stat(path: unknown): Stats | undefined {
  return attempt(() => statSync(str(path), { throwIfNoEntry: false }))
}

function lstat(path: unknown): Stats | undefined {
  return attempt(() => lstatSync(str(path), { throwIfNoEntry: false }))
}

/** A path that cannot be looked at counts as absent, as in Python. */
function attempt(look: () => Stats | undefined): Stats | undefined {
  try {
    return look()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).syscall === undefined) throw error
    return undefined
  }
}

function isSame(a: unknown, b: unknown): boolean {
  const [left, right] = [stat(a), stat(b)]
  if (!left || !right) throw new PythonError(`No such file or directory: '${str(left ? b : a)}'`)
  return left.ino === right.ino && left.dev === right.dev
}

function isMount(path: unknown): boolean {
  const own = lstat(path)
  if (!own || own.isSymbolicLink()) return false
  const parent = lstat(dirname(realpathSync(str(path))))
  return own.dev !== parent?.dev || own.ino === parent.ino
}

function isVault(path: string): boolean {
  try {
    return readFileSync(path, 'utf8').startsWith('$ANSIBLE_VAULT')
  } catch {
    throw new PythonError(`Cannot test if the file ${path} is a vault`)
  }
}

function isAbsolute(value: unknown): boolean {
  defined(value)
  if (typeof value !== 'string')
    throw new PythonError(`expected str, bytes or os.PathLike object, not ${typeName(value)}`)
  return value.startsWith('/')
}
