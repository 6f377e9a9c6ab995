/**
 * The names of one file: which path a name means once predicted changes are made, and what is there. It follows links as the host
 * does (real.pl): those of root in directories that only root can write to. Pure.
 */
import { posix } from 'node:path'
import type { Holdings, ResourceChange, State, View } from '../kind.ts'

type Link = { readonly target: string; readonly isFollowed: boolean; readonly state: State | null }
type Walk = { readonly real: string } | { readonly barred: string; readonly link: Link }

/** The state of `id`, from what is known of single paths. */
export function viewPath(id: string, host: Holdings): View {
  const own = ownPath(id, host)
  if ('barred' in own) return { state: { ...ownLink(own.link), via: own.barred }, isPredicted: true, at: own.barred }
  const link = linkAt(own.real, host)
  const walk = link ? walkBehind(link, own.real, host) : own
  // A link that does not lead anywhere is seen itself.
  if ('barred' in walk) return { state: ownLink(link ?? walk.link), isPredicted: true, at: own.real }
  const { state, isPredicted } = nodeAt(walk.real, id, host)
  const names = { ...(link && { target: link.target }), ...(walk.real === id ? {} : { resolved: walk.real }) }
  if (state !== null) return { state: withNames(state, names), isPredicted, at: walk.real }
  if (!link) return { state: null, isPredicted, at: walk.real }
  return { state: { ...linkState(link), ...names }, isPredicted, at: walk.real }
}

/** The path under which the state that a change leaves is kept, and that state, without its other names. */
export function placePath(
  { want, before, after }: ResourceChange,
  host: Holdings,
): { id: string; state: State | null } {
  const isLink = after?.type === 'link'
  const own = ownPath(want.id, host)
  const ownId = 'real' in own ? own.real : want.id
  if (after === null || isLink) return { id: ownId, state: after }
  const behind = before?.resolved ?? after.resolved
  return { id: typeof behind === 'string' ? behind : ownId, state: withoutNames(after) }
}

/** The directory behind links, with the last name in it, which may be a link itself. */
function ownPath(id: string, host: Holdings): Walk {
  const plain = posix.normalize(id).replace(/(?<=.)\/$/, '')
  if (plain === '/') return { real: '/' }
  const walk = walkTo(posix.dirname(plain), '/', host)
  return 'barred' in walk ? walk : { real: posix.join(walk.real, posix.basename(plain)) }
}

function walkTo(path: string, from: string, host: Holdings): Walk {
  const todo = path.split('/')
  let at = path.startsWith('/') ? '/' : from
  for (let left = 40; todo.length > 0; ) {
    const part = todo.shift() ?? ''
    if (part === '' || part === '.') continue
    const next = posix.join(at, part)
    const link = part === '..' ? undefined : linkAt(next, host)
    if (!link) at = next
    else if (!link.isFollowed || left-- === 0) return { barred: next, link: { ...link, isFollowed: false } }
    else {
      if (link.target.startsWith('/')) at = '/'
      todo.unshift(...link.target.split('/'))
    }
  }
  return { real: at }
}

function walkBehind(link: Link, at: string, host: Holdings): Walk {
  return link.isFollowed ? walkTo(link.target, posix.dirname(at), host) : { barred: at, link }
}

function linkAt(path: string, host: Holdings): Link | undefined {
  const predicted = host.predicted(path)
  const state = predicted === undefined ? host.read(path) : predicted
  if (typeof state?.target !== 'string' || state.via !== undefined) return undefined
  const isFollowed =
    predicted === undefined
      ? state.resolved !== undefined
      : state.owner === 'root' && isClosed(posix.dirname(path), host)
  return { target: state.target, isFollowed, state }
}

/** Whether only root can write to the directory and to those above it. */
function isClosed(directory: string, host: Holdings): boolean {
  // The root directory is not worth a round trip: where others can write to it, the host refuses when it follows the link.
  if (directory === '/') return true
  const state = host.predicted(directory) ?? host.require(directory)
  const isRoots = state?.owner === 'root' && (Number.parseInt(String(state.mode), 8) & 0o022) === 0
  return isRoots && isClosed(posix.dirname(directory), host)
}

/** What is at a path that is not a link. `name`: the name under which it was read, if it is still the same path. */
function nodeAt(path: string, name: string, host: Holdings): { state: State | null; isPredicted: boolean } {
  const predicted = host.predicted(path)
  if (predicted !== undefined) return { state: predicted, isPredicted: true }
  const named = host.read(name)
  const before =
    named === null ? walkTo(name, '/', { ...host, predicted: () => undefined }) : { real: named?.resolved ?? name }
  const isSame = named !== undefined && 'real' in before && before.real === path
  const state = isSame ? named : host.require(path)
  return { state: state === null || state.type === 'link' ? null : withoutNames(state), isPredicted: false }
}

const withNames = (state: State, names: State): State =>
  Object.keys(names).length === 0 ? state : { ...state, ...names }

function withoutNames(state: State): State {
  if (state.target === undefined && state.resolved === undefined && state.via === undefined) return state
  const { target: _, resolved: __, via: ___, ...node } = state
  return node
}

const ownLink = (link: Link): State => ({ ...linkState(link), target: link.target })

function linkState({ state }: Link): State {
  const isOwn = state?.type === 'link'
  const { owner, group } = isOwn ? state : { owner: 'root', group: 'root' }
  return { type: 'link', mode: '0777', owner, group }
}
