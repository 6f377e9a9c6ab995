/** Groups of the host, with the members that are named in them. */

import { lines, type Sh, sh } from '../shell/sh.ts'
import { followNumber, forbidName, forbidNumber } from './account-name.ts'
import {
  type Forbidden,
  type Kind,
  type RefTo,
  type ResourceChange,
  refKey,
  type State,
  undoFields,
  type Want,
} from './kind.ts'
import { describeAccount, mirrorMembership } from './membership.ts'

/** id: group name. `members`: as in /etc/group, sorted. */
export type GroupState = {
  readonly gid: number
  readonly members: readonly string[]
  readonly system?: boolean
  /** Only of a group that was asked for by number. */
  readonly name?: string
  /** Users of whom it is the primary group: read, never wanted. */
  readonly primaryOf?: readonly string[]
}

export const group = (name: string): RefTo<GroupState> => ({ kind: 'group', id: name })

export const groupKind: Kind = {
  name: 'group',
  traits: ['rootOnly', 'account'],
  providedByPackages: true,
  hidden: ['primaryOf'],
  initial: { gid: 999, members: [] },
  // Files keep the number of a group that goes, or is given another one.
  affects: (change, other) => ['user', 'group'].includes(other.kind) || (other.kind === 'path' && isRenumbered(change)),
  describe: change => describeAccount(change, { field: 'members', add: 'add', remove: 'remove' }),
  forbid: (change, look) => forbidName(change) ?? forbidNumber(change, look, 'gid') ?? forbidRemoval(change),
  follows,
  probe: refs => sh`getent group -- ${refs.map(ref => ref.id)}; echo; getent passwd | cut -d: -f1,4`,
  read(output, refs) {
    const [groups = '', users = ''] = output.toString('utf8').split(/^\n/m)
    const primary = Map.groupBy(
      users.split('\n').map(line => line.split(':')),
      ([, gid]) => Number(gid),
    )
    const found = new Map(
      groups
        .split('\n')
        .flatMap(line => groupLine(line) ?? [])
        .map(({ name, gid, members }) => {
          const primaryOf = (primary.get(gid) ?? []).map(([user = '']) => user).sort()
          return [name, withPrimary({ gid, members }, primaryOf)]
        }),
    )
    return new Map(refs.map(ref => [refKey(ref), found.get(ref.id) ?? byNumber(ref.id, found)]))
  },
  merge: (before, wanted) => (before ? { ...before, ...wanted } : { members: [], ...wanted }),
  undo: undoFields,
  write(before, after, want) {
    if (after === null) {
      const force = want.how?.force === true ? ['--force'] : []
      return [step(`remove the group ${want.id}`, sh`groupdel ${force} -- ${want.id}`)]
    }
    const name = `${before === null ? 'create' : 'change'} the group ${want.id}`
    return [step(name, lines(...main(before, want), ...membership(before, want)))]
  },
}

const isRenumbered = ({ before, after }: ResourceChange): boolean => before !== null && before.gid !== after?.gid

/**
 * useradd makes a group of the user's name where none is named, and userdel takes it away unless others belong to it (USERGROUPS_ENAB in
 * login.defs).
 */
function follows(change: ResourceChange, id: string, state: State | null): State | null | undefined {
  const { want, before, after } = change
  if (want.kind === 'group') return followNumber(change, id, state, 'gid')
  if (want.kind !== 'user') return undefined
  const isPrivate = want.id === id && want.state?.group === undefined
  if (isPrivate && before === null && after !== null && state === null)
    return { ...numberOf(want), members: [], primaryOf: [want.id] }
  if (state === null) return undefined
  const { primaryOf: _, ...next } = mirrorMembership(change, { own: 'groups', other: 'members' }, id, state) ?? state
  const others = list(state.primaryOf).filter(name => name !== want.id)
  const primaryOf = after?.group === id ? [...others, want.id].sort() : others
  const isEmpty = primaryOf.length === 0 && list(next.members).length === 0
  if (want.id === id && after === null && before?.group === id && isEmpty) return null
  return withPrimary(next, primaryOf)
}

/** Of the group that comes with a user: the user's own number, where that is given and free; else useradd chooses it. */
const numberOf = ({ state }: Want): State => (typeof state?.uid === 'number' ? { gid: state.uid, unsure: ['gid'] } : {})

const withPrimary = (state: State, primaryOf: readonly string[]): State =>
  primaryOf.length === 0 ? state : { ...state, primaryOf }

/** groupdel removes no primary group of a user. */
function forbidRemoval({ want, before, after }: ResourceChange): Forbidden | undefined {
  const users = list(before?.primaryOf)
  if (after !== null || users.length === 0 || want.how?.force === true) return undefined
  return {
    message: `${want.id} is the primary group of ${users.join(', ')}; it cannot be removed`,
    hint: 'Remove the user, or give it another primary group, in an earlier task; `force: true` removes the group all the same.',
  }
}

/** A group that is referred to by its number also tells its name. */
function byNumber(id: string, found: ReadonlyMap<string, State>): State | null {
  if (!/^\d+$/.test(id)) return null
  const [name, state] = [...found].find(([, { gid }]) => gid === Number(id)) ?? []
  return state === undefined || name === undefined ? null : { ...state, name }
}

/** A line of group(5). Null for what is none. */
export function groupLine(line: string): { name: string; gid: number; members: readonly string[] } | null {
  const [name, , gid, members = ''] = line.split(':')
  if (!name || gid === undefined) return null
  return { name, gid: Number(gid), members: members.split(',').filter(Boolean).sort() }
}

const step = (name: string, script: Sh) => ({ name, script, timeout: 60 })

function main(before: State | null, { id, state, how }: Want): readonly Sh[] {
  const isSame = state?.gid === undefined || state.gid === before?.gid
  const gid = isSame ? [] : [...(how?.nonUnique === true ? ['--non-unique'] : []), `--gid=${state.gid}`]
  if (before === null) {
    const limits = { GID_MIN: how?.gidMin, GID_MAX: how?.gidMax }
    const keys = Object.entries(limits).flatMap(([name, value]) => (value == null ? [] : ['--key', `${name}=${value}`]))
    return [sh`groupadd ${[...(how?.system === true ? ['--system'] : []), ...keys, ...gid]} -- ${id}`]
  }
  return gid.length > 0 ? [sh`groupmod ${gid} -- ${id}`] : []
}

/** One by one: a list written as a whole would take back what another did in the meantime. */
function membership(before: State | null, { id, state }: Want): readonly Sh[] {
  const was = list(before?.members)
  const members = state?.members === undefined ? was : list(state.members)
  return [
    ...members.filter(name => !was.includes(name)).map(name => sh`gpasswd --add ${name} ${id} >&2`),
    ...was.filter(name => !members.includes(name)).map(name => sh`gpasswd --delete ${name} ${id} >&2`),
  ]
}

const list = (value: State[string]): readonly string[] => (Array.isArray(value) ? value.map(String) : [])
