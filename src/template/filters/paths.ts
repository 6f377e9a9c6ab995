/** Filters over paths: of the controller where they ask the file system. */
import { realpathSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { posix } from 'node:path'
import { contextual, plugins } from '../evaluate/context.ts'
import { PythonError } from '../failure.ts'
import { tuple } from '../values/special.ts'
import { typeName } from '../values/type.ts'
import { defined } from '../values/undefined.ts'

export const pathFilters = {
  ...plugins({
    basename: ['p', (value: unknown) => path(value).slice(path(value).lastIndexOf('/') + 1)],
    dirname: ['p', (value: unknown) => dirname(path(value))],
    splitext: ['p', (value: unknown) => splitExtension(path(value))],
    path_join: [
      'paths',
      (value: unknown) => (Array.isArray(value) ? joinPaths(value.map(path)) : joinPaths([path(value)])),
    ],
    normpath: ['path', (value: unknown) => normalize(path(value))],
    relpath: ['path, start="."', (value: unknown, start: unknown) => posix.relative(path(start), path(value)) || '.'],
    commonpath: ['paths', commonPath],
    expanduser: ['path', (value: unknown) => path(value).replace(/^~(?=\/|$)/, homedir())],
    expandvars: [
      'path',
      (value: unknown) =>
        path(value).replace(/\$(?:(\w+)|\{([^}]*)\})/g, (whole, a, b) => process.env[a ?? b] ?? whole),
    ],
    realpath: ['filename', (value: unknown) => realPath(posix.resolve(path(value)))],
    win_basename: ['p', (value: unknown) => /[^\\/]*$/.exec(path(value).replace(/^[A-Za-z]:/, ''))?.[0]],
    win_dirname: ['p', (value: unknown) => windowsDirname(path(value))],
    win_splitdrive: [
      'p',
      (value: unknown) => {
        const drive = /^(?:[A-Za-z]:|[\\/]{2}[^\\/]+[\\/][^\\/]+)/.exec(path(value))?.[0] ?? ''
        return tuple([drive, path(value).slice(drive.length)])
      },
    ],
  }),
  ...contextual({
    fileglob: ['pathname', (context, value: unknown) => context.files?.glob(path(value)) ?? []],
  }),
}

function path(value: unknown): string {
  defined(value)
  if (typeof value !== 'string')
    throw new PythonError(`expected str, bytes or os.PathLike object, not ${typeName(value)}`)
  return value
}

export function dirname(value: string): string {
  const head = value.slice(0, value.lastIndexOf('/') + 1)
  return /^\/*$/.test(head) ? head : head.replace(/\/+$/, '')
}

function splitExtension(value: string): unknown {
  const base = value.slice(value.lastIndexOf('/') + 1)
  const dot = base.lastIndexOf('.')
  const isHidden = /^\.*$/.test(base.slice(0, Math.max(0, dot)))
  const size = dot <= 0 || isHidden ? 0 : base.length - dot
  return tuple([value.slice(0, value.length - size), value.slice(value.length - size)])
}

function joinPaths(paths: readonly string[]): string {
  if (paths.length === 0) throw new PythonError("join() missing 1 required positional argument: 'a'")
  return paths.reduce((made, part) =>
    part.startsWith('/') ? part : made === '' || made.endsWith('/') ? made + part : `${made}/${part}`,
  )
}

/** As Python: `..` at the root is the root, two slashes at the start stay. */
function normalize(value: string): string {
  if (value === '') return '.'
  const lead = /^\/\/(?!\/)/.test(value) ? '/' : ''
  return lead + posix.normalize(value).replace(/(?<=.)\/$/, '')
}

function commonPath(value: unknown): string {
  defined(value)
  if (!Array.isArray(value)) throw new PythonError(`|commonpath expects sequence, got ${typeName(value)} instead.`)
  if (value.length === 0) throw new PythonError('commonpath() arg is an empty sequence')
  const paths = value.map(path)
  const absolute = paths.map(one => one.startsWith('/'))
  if (new Set(absolute).size > 1) throw new PythonError("Can't mix absolute and relative paths")
  const parts = paths.map(one => one.split('/').filter(part => part !== '' && part !== '.'))
  const [first = []] = parts
  const end = first.findIndex((part, i) => parts.some(other => other[i] !== part))
  return (absolute[0] ? '/' : '') + first.slice(0, end < 0 ? first.length : end).join('/')
}

function realPath(value: string): string {
  if (statSync(value, { throwIfNoEntry: false })) return realpathSync(value)
  const parent = dirname(value)
  return parent === value || parent === ''
    ? value
    : joinPaths([realPath(parent), value.slice(value.lastIndexOf('/') + 1)])
}

function windowsDirname(value: string): string {
  const drive = /^[A-Za-z]:/.exec(value)?.[0] ?? ''
  const rest = value.slice(drive.length)
  const head = rest.slice(0, Math.max(rest.lastIndexOf('\\'), rest.lastIndexOf('/')) + 1)
  return drive + (/^[\\/]*$/.test(head) ? head : head.replace(/[\\/]+$/, ''))
}
