/** One change of one path as a call of the shell functions. */
import { randomBytes } from 'node:crypto'
import { posix } from 'node:path'
import { program } from '../../shell/program.ts'
import { readProgram } from '../../shell/program-file.ts'
import { lines, raw, type Sh, sh } from '../../shell/sh.ts'
import { journalDirectory } from '../journal-directory.ts'
import type { ResourceChange, State, Want } from '../kind.ts'
import { encodeText } from '../text.ts'

/** The change, for people: "write /etc/hosts". */
export function nameOfChange({ want, before, after }: ResourceChange): string {
  const verb =
    after === null
      ? 'remove'
      : after.type === 'link'
        ? 'link'
        : writesContent({ want, before, after })
          ? 'write'
          : before === null
            ? 'make'
            : 'set owner and mode of'
  return `${verb} ${place(before, want, after)}`
}

const kept: Sh = sh`eval ${raw(program(readProgram('resources/path/kept.sh')))}`

/** Runs in a subshell that has {@link functions}, with the content of a file as standard input. `bytes`: its length; empty: any. */
export function scriptOf(change: ResourceChange, bytes = lengthOf(change.want)): Sh {
  const { want, before, after } = change
  const path = place(before, want, after)
  if (path === '/') throw new Error('the root directory itself is not changed')
  const where = [posix.dirname(path), posix.basename(path)] as const
  if (before?.type === 'unreadable') throw new Error(`${path} cannot be read`)
  if (typeof before?.via === 'string') throw new Error(`${before.via} is a link that is not followed`)
  if (after === null && want.how?.onlyEmpty) return sh`${raw(kept)}\nswk_rmdir ${where}`
  if (after === null) return removesTree(change) ? sh`swk_rm_r ${where}` : sh`swk_rm ${where}`
  if (isLink(after)) return sh`swk_link ${[...where, text(after.target), ownOwnership(change), randomName()]}`
  if (before === null && after.type === 'directory' && want.kept !== undefined) {
    return lines(journalDirectory, sh`${raw(kept)}\nswk_tree ${where} "$journal/kept/"${want.kept} ${randomName()}`)
  }
  const call = callOf(change)
  if (call === undefined) return sh`swk_own_link ${[...where, ownership(after)]}`
  const more = writesContent(change) ? [bytes, ...(want.validate ?? [])] : []
  return sh`${raw(calls[call.program])} ${[...call.words, ...more]}`
}

const calls = { file: sh`swk_file`, directory: sh`swk_directory`, meta: sh`swk_meta` }

export type Call = { readonly program: keyof typeof calls; readonly words: readonly string[] }

/** Bytes of the content that is sent; empty if it is read on the host. */
const lengthOf = ({ kept, content }: Want): string =>
  kept === undefined ? String(encodeText(content ?? '').length) : ''

/** What change.pl is called with; undefined if the change is not one of its own. */
export function callOf(change: ResourceChange): Call | undefined {
  const { want, before, after } = change
  if (after === null || isLink(after) || before?.via !== undefined || before?.type === 'unreadable') return undefined
  const path = place(before, want, after)
  const where = [posix.dirname(path), posix.basename(path)]
  if (writesContent(change)) {
    if (isFolder(before)) throw new Error(`${path} is a directory; a file cannot replace it`)
    const owner = before ? ownership(after) : ownOwnership(change)
    return { program: 'file', words: [...where, owner, text(after.mode), replaced(before)] }
  }
  if (before === null) {
    if (after.type !== 'directory') throw new Error(`${path} cannot be created without its content`)
    return { program: 'directory', words: [...where, ownOwnership(change), text(after.mode)] }
  }
  if (after.type !== before.type) throw new Error(`${path} is a ${before.type}; it does not become a ${after.type}`)
  if (before.type === 'link') return undefined
  const was = `${before.owner} ${before.group} ${before.mode}`
  const owners = [changed('owner', before, after), changed('group', before, after)]
  return { program: 'meta', words: [...where, ...owners, text(after.mode), was] }
}

/** A directory goes with what is in it. */
export const removesTree = ({ want, before, after }: ResourceChange): boolean =>
  after === null && isFolder(before) && !want.how?.onlyEmpty

/** The path that is changed: a link itself, for anything else what it resolves to. */
export const changedPath = ({ want, before, after }: ResourceChange): string => place(before, want, after)

export function writesContent({ want, before, after }: ResourceChange): boolean {
  const isWritten = want.content !== undefined || (want.kept !== undefined && after?.type === 'file')
  return after !== null && isWritten && (before === null || before.sha256 !== after.sha256)
}

/** A link is changed itself, and removed itself; all else is done to what is behind it. */
function place(before: State | null, want: Want, after: State | null): string {
  const behind = typeof before?.resolved === 'string' ? before.resolved : undefined
  const itself = after === null || isLink(after)
  return posix.normalize(itself ? want.id : (behind ?? want.id)).replace(/(?<=.)\/$/, '')
}

/** `target` wanted means a link, see `merge`. */
const isLink = (after: State): boolean => after.type === 'link'
const isFolder = (before: State | null): boolean => before?.type === 'directory' && before.target === undefined

function changed(field: 'owner' | 'group', before: State, after: State): string {
  return after[field] === before[field] ? '' : text(after[field])
}

/** `owner:group` for chown, empty where neither is said: then it is who writes. */
function ownership(state: State | null): string {
  const { owner, group } = state ?? {}
  if (owner === undefined && group === undefined) return ''
  return `${owner ?? 'root'}:${group ?? 'root'}`
}

/** The same of what is new: what is not said of it is its writer's. */
function ownOwnership({ want, after }: ResourceChange): string {
  return want.state?.owner === undefined && want.state?.group === undefined ? '' : ownership(after)
}

/** What the content must replace: the hash that was read, `-` for no file, nothing where the file was too large to be hashed. */
const replaced = (before: State | null): string => (before === null ? '-' : text(before.sha256))

const text = (value: State[string]): string => String(value ?? '')
const randomName = (): string => randomBytes(9).toString('hex')

/** Content that the host's journal keeps is read from there; the payload is the standard input of all else. */
export function inputOf(change: ResourceChange): Sh {
  const { kept } = change.want
  return kept === undefined || !writesContent(change)
    ? sh``
    : sh` <"$(${raw(journalDirectory)}; echo "$journal")/kept/"${kept}`
}
