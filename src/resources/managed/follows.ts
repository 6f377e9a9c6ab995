/** What becomes of managed things with changes of others: files that they are read from, the users that they are about. Pure. */
import { createHash } from 'node:crypto'
import type { Look, ResourceChange, State, Want } from '../kind.ts'
import { effectsOf, mayFollow } from '../package/effects.ts'
import { followTree } from './follow-tree.ts'
import { isSameThing, specOf } from './spec.ts'
import { downloadedTo, isFilledBy, liesIn, writtenPaths } from './written.ts'

/** What is read from a path that an earlier task writes is not known before. */
export function followManaged(
  change: ResourceChange,
  id: string,
  state: State | null,
  look: Look,
): State | null | 'unknown' | undefined {
  const { want, before, after } = change
  const { program, args } = specOf(id)
  if (program === 'recurse') {
    const found = followTree(change, args, state, look)
    if (found !== undefined) return found
  }
  if (want.kind === 'user')
    return program === 'account' && args[0] === want.id ? followUser(change, args, state, look) : undefined
  if (want.kind === 'managed') {
    if (!isSameThing(want.id, id))
      return (
        followAccount(want, id, state) ??
        followKey(change, id, state) ??
        followAptKey(want, id, state) ??
        followContent(want, id) ??
        followServer(want, id, state)
      )
    if (want.state === null || program === 'openssl') return want.state && after
    return state === null ? 'unknown' : { ...state, ...want.state }
  }
  // A server that does not answer may be what begins.
  if (want.kind === 'unit' || want.kind === 'unit-job')
    return program === 'postgresql' && state === null && after?.active !== 'inactive' ? 'unknown' : undefined
  if (want.kind === 'package') {
    // The program that reads it may come with the package.
    if (state?.tool !== undefined && after !== null) return 'unknown'
    return program === 'selection' ? followPackage(change, id, state, look) : undefined
  }
  // dpkg forgets what is purged.
  if (want.kind === 'package-remains')
    return program === 'selection' && want.id === `${args[0]} purge` ? null : undefined
  // An archive that its own task brings: what was read stays true until it is written.
  if (program === 'archive' && args[0]?.startsWith('/var/cache/swk/')) return undefined
  // A directory that others can write to may be closed by then.
  if (state?.open === 'yes' && want.kind === 'path' && args.some(one => one !== want.id && liesIn(one, want.id)))
    return 'unknown'
  // Nothing is in a new directory.
  if (program === 'openssl' && before === null && after?.type === 'directory') return undefined
  if (program === 'openssl' && after === null && writtenPaths(change).includes(args[1] ?? '')) return null
  if (program === 'openssl' && writtenPaths(change).some(path => args.slice(2).includes(path)))
    return followSource(after, args, state)
  const differs = before?.sha256 !== after?.sha256 || (before === null) !== (after === null)
  const written = want.kind === 'path' && differs ? want.id : want.kind === 'download' ? downloadedTo(want.id) : ''
  if (program === 'apt-key' && written !== '') return followKeyFile(written, after, args, state)
  if (program === 'openssl' && want.kind === 'path' && written === args[1] && isOtherText(after))
    return state?.open === 'yes' ? undefined : { ...unlikeAsked(after as State, args[0]), ...usable(state) }
  if (program === 'times')
    return written === '' || !liesIn(args[0] ?? '', written) ? undefined : after === null ? null : { right: 'no' }
  if (program === 'mount' && written !== '' && written !== args[0] && liesIn(written, args[0] ?? ''))
    return state?.mounted === 'yes' ? undefined : after === null ? 'unknown' : { ...state, under: 'yes' }
  if (program === 'checkout' && !state?.remote && opensWays.test(written)) return 'unknown'
  // A file of a working copy, which is modified then.
  if (program === 'checkout' && written !== '' && liesIn(written, args[1] ?? '')) return 'unknown'
  return written !== '' && args.some(one => liesIn(one, written)) ? 'unknown' : undefined
}

/** Files by which a repository that cannot be reached may be reached. */
const opensWays = /\/(ssh_known_hosts|hosts|resolv\.conf|\.?gitconfig|\.netrc)$|\/\.ssh\//

/** What one thing brings, another is made from: a copy of what an archive holds. */
function followContent(changed: Want, id: string): 'unknown' | undefined {
  return isFilledBy(changed, specOf(id)) ? 'unknown' : undefined
}

/** What is asked of a server of PostgreSQL through a database, or of a role, that another task makes or drops. */
function followServer(changed: Want, id: string, state: State | null): State | 'unknown' | undefined {
  const [one, other] = [specOf(changed.id), specOf(id)]
  if (one.program !== 'postgresql' || other.program !== 'postgresql') return undefined
  const [what = '', , , database, name, , role] = other.args
  const [kind, made] = [one.args[0] ?? '', one.args.at(-1)]
  if (what === 'privs' || what === 'query') {
    const isMet = kind === 'db' ? [database, name].includes(made) : kind === 'user' && role === made
    return isMet ? 'unknown' : undefined
  }
  if (state === null) return undefined
  // The same role or database, through another database.
  if (what === kind && name === made) return { ...state, ...changed.state }
  if (kind !== 'db' || database !== made) return undefined
  const { lacks: _, ...found } = state
  return changed.state?.exists === 'no' ? { ...found, lacks: `database ${made}` } : found
}

/** What dpkg shall do with a package that comes or goes, by itself or with another. */
function followPackage(change: ResourceChange, id: string, state: State | null, look: Look) {
  const { want, before, after } = change
  const [name = ''] = specOf(id).args
  const { removes = [], keeps = [], installs = [] } = effectsOf(change, look) ?? {}
  const isOwn = want.id === name
  if (isOwn ? after === null : removes.includes(name)) {
    if (want.how?.purge === true) return 'unknown'
    return keeps.includes(name) || !removes.includes(name) ? { selection: 'deinstall' } : null
  }
  if (!isOwn && mayFollow(change, ifKept(state), ifKept(look(id, 'managed')))) return 'unknown'
  const comes = isOwn
    ? before === null
    : installs.some(one => one.startsWith(`${name} `)) && state?.selection !== 'hold'
  return comes ? { selection: 'install' } : undefined
}

/** null: dpkg does not have the package, or shall not. */
const ifKept = <T extends State | null | undefined>(state: T): T | null =>
  state && !['install', 'hold'].includes(String(state.selection)) ? null : state

/** One file that two tasks make differently; and what a key signs is another one once the key, or what it signs, is made anew. */
function followKey({ want, before, after }: ResourceChange, id: string, state: State | null) {
  const [one, other] = [specOf(want.id), specOf(id)]
  if (one.program !== 'openssl' || other.program !== 'openssl') return undefined
  const [what, file = '', ...from] = one.args
  if (file === other.args[1]) {
    if (after === null) return null
    // It is not made anew.
    if (before?.right === 'yes') return state === null ? 'unknown' : { ...state, ...after, right: state.right }
    if (what !== other.args[0]) return { ...after, right: 'no' }
    return what === 'key' ? { ...after, right: isKeyFor(from, other.args.slice(2)) ? 'yes' : 'no' } : 'unknown'
  }
  const isMade = want.state !== null && before?.right !== 'yes'
  if (!isMade || !other.args.slice(2).includes(file)) return undefined
  if (other.args[0] === 'pipe' || state?.unusable !== undefined) return 'unknown'
  return (state ?? undefined) && { ...state, right: 'no' }
}

/** The same key from another source, or by another name. */
function followAptKey(want: Want, id: string, state: State | null): State | 'unknown' | undefined {
  const [one, other] = [specOf(want.id), specOf(id)]
  if (one.program !== 'apt-key' || other.program !== 'apt-key') return undefined
  const [[made, ring = ''], [read, otherRing = '']] = [one.args, other.args]
  if (!liesIn(ring, otherRing) && !liesIn(otherRing, ring)) return undefined
  const found = String(state?.id ?? read ?? '')
  if (!made || found === '' || ring !== otherRing) return 'unknown'
  return found.endsWith(made) || made.endsWith(found) ? { ...state, ...want.state } : undefined
}

/** A keyring, or the file that a key comes from, is written or removed. */
function followKeyFile(
  written: string,
  after: State | null,
  [id, ring = '', source = '']: readonly string[],
  state: State | null,
) {
  const isBarred = state?.tool !== undefined || state?.lacks !== undefined || state?.open !== undefined
  if (written === ring && after === null && !isBarred) return { ...state, key: 'absent' }
  if (written !== source) return liesIn(written, ring) || liesIn(ring, written) ? 'unknown' : undefined
  if (isBarred) return undefined
  if (after !== null && !isOtherText(after)) return 'unknown'
  return { ...(id ? state : { key: 'absent', id: '' }), unusable: 'yes' }
}

/** What is in it is known, and neither a key nor a certificate. */
const isOtherText = (file: State | null): boolean =>
  file?.type === 'file' && typeof file.text === 'string' && !file.text.includes('-----BEGIN ')

const usable = (state: State | null): State => (state?.unusable === undefined ? {} : { unusable: state.unusable })

/** Of a file that openssl is to make: another one is there. */
function unlikeAsked({ owner, group, mode }: State, what = ''): State {
  return { right: 'no', owner, group, mode, ...(what === 'key' && { broken: 'yes' }) } as State
}

/** Of a request or a certificate whose key, or what it signs, another task writes or removes. */
function followSource(after: State | null, [what]: readonly string[], state: State | null) {
  if (what === 'pipe') return after === null ? null : 'unknown'
  // What is not there is not made by it.
  if (state === null) return undefined
  return after === null ? { ...state, right: 'no' } : 'unknown'
}

/** Arguments behind the path: type, size, curve, and `keep` where any key is right. */
const isKeyFor = (made: readonly string[], wanted: readonly string[]): boolean =>
  wanted[3] === 'keep' || made.slice(0, 3).join() === wanted.slice(0, 3).join()

/** What one task writes of an account is so for another that names another home. */
function followAccount(want: Want, id: string, state: State | null): State | undefined {
  const [changed, read] = [specOf(want.id), specOf(id)]
  const isSameUser = changed.program === 'account' && read.program === 'account' && changed.args[0] === read.args[0]
  const { home: _, ...fields } = want.state ?? {}
  return isSameUser && state !== null ? { ...state, ...fields } : undefined
}

function followUser(change: ResourceChange, args: readonly string[], state: State | null, look: Look) {
  const { before, after } = change
  if (after === null) return undefined
  return before === null ? newAccount(change, args, state) : movedAccount(change, args, state, look)
}

/** A new user as useradd creates it on Debian where login.defs says nothing else: without a password. */
function newAccount({ want, after }: ResourceChange, [, home]: readonly string[], state: State | null): State {
  const creates = want.how?.createHome === true && (!home || home === after?.home)
  return {
    ...{ ...state, ...(creates ? { home: 'yes' } : {}), locked: 'yes', hash: emptyHash, inactive: '', expires: '' },
    ...(want.how?.system === true ? { min: '', max: '', warn: '' } : { min: '0', max: '99999', warn: '7' }),
  }
}

/** A user that is given another home without its files. */
function movedAccount(
  { want, before, after }: ResourceChange,
  [, home]: readonly string[],
  state: State | null,
  look: Look,
): State | undefined {
  const isElsewhere = !home && after?.home !== before?.home && want.how?.moveHome !== true
  return state !== null && isElsewhere ? { ...state, ...homeAt(String(after?.home), look) } : undefined
}

/** Whether that home is there. */
function homeAt(path: string, look: Look): State {
  const there = look(path, 'path')
  return there === undefined ? { home: 'no', unsure: ['home'] } : { home: there === null ? 'no' : 'yes' }
}

const emptyHash = createHash('sha256').digest('hex')
