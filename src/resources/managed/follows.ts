/** What becomes of managed things with changes of others: files that they are read from, the users that they are about. Pure. */
import type { Look, ResourceChange, State, Want } from '../kind.ts'
import { effectsOf, mayFollow } from '../package/effects.ts'
import { followAccount, followUser } from './follow-account.ts'
import { followAptKey, followKey, followKeyFile, followSource, followText, isOtherText } from './follow-keys.ts'
import { followTree } from './follow-tree.ts'
import { isSameThing, specOf } from './spec.ts'
import { downloadedTo, filledPath, isFilledBy, liesIn, writtenPaths } from './written.ts'

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
  if (want.kind === 'apt-cache') return program === 'apt' && isOfLists(args) ? 'unknown' : undefined
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
    return followText(after, args, state)
  if (program === 'times')
    return written === '' || !liesIn(args[0] ?? '', written) ? undefined : after === null ? null : { right: 'no' }
  if (program === 'mount' && written !== '' && written !== args[0] && liesIn(written, args[0] ?? ''))
    return state?.mounted === 'yes' ? undefined : after === null ? 'unknown' : { ...state, under: 'yes' }
  if (program === 'checkout' && !state?.remote && opensWays.test(written)) return 'unknown'
  // A file of a working copy, which is modified then.
  if (program === 'checkout' && written !== '' && liesIn(written, args[1] ?? '')) return 'unknown'
  // Nothing is below a new file.
  const isFile = before === null && after?.type === 'file'
  const isMet = (one: string): boolean => (isFile ? one === written : liesIn(one, written))
  const filled = filledPath({ kind: 'managed', id })
  if (isFile && filled !== written && liesIn(filled, written))
    return program === 'copy' ? { ...state, above: written } : 'unknown'
  return written !== '' && args.some(isMet) ? 'unknown' : undefined
}

/** What apt would upgrade or drop by its lists. */
const isOfLists = ([job = '']: readonly string[]): boolean => /upgrade$|^autoclean$/.test(job)

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
