/** Users of the host, and their groups. */
import { program } from '../shell/program.ts'
import { readProgram, runProgram } from '../shell/program-file.ts'
import { lines, raw, type Sh, sh } from '../shell/sh.ts'
import { followNumber, forbidField, forbidName, forbidNumber } from './account-name.ts'
import { groupLine } from './group.ts'
import { journalDirectory } from './journal-directory.ts'
import {
  affectsKinds,
  type Forbidden,
  type Kind,
  type Look,
  type RefTo,
  type ResourceChange,
  refKey,
  type State,
  type Want,
} from './kind.ts'
import { describeAccount, mirrorMembership } from './membership.ts'
import { undoUser } from './undo-user.ts'

/** id: user name. `groups`: supplementary groups, sorted. `group`: name of the primary group. */
export type UserState = {
  readonly uid: number
  readonly group: string
  /** Number of the primary group: read, never wanted. */
  readonly gid?: number
  readonly comment: string
  readonly home: string
  /** Number of the owner of the home directory, if there is one: read, never wanted. */
  readonly homeUid?: number
  readonly shell: string
  readonly groups: readonly string[]
  readonly system?: boolean
  /** Only of a user that was asked for by number. */
  readonly name?: string
}

export const user = (name: string): RefTo<UserState> => ({ kind: 'user', id: name })

export const userKind: Kind = {
  name: 'user',
  traits: ['rootOnly', 'account'],
  providedByPackages: true,
  hidden: ['gid', 'homeUid'],
  initial: { uid: 999, group: 'nogroup', comment: '', home: '/nonexistent', shell: '/usr/sbin/nologin', groups: [] },
  affects: affectsKinds('user', 'group', 'path'),
  describe: change => describeAccount(change, { field: 'groups', add: 'add to', remove: 'remove from' }),
  forbid: (change, look) =>
    forbidName(change) ?? forbidField(change) ?? forbidNumber(change, look, 'uid') ?? forbidHome(change, look),
  follows,
  probe: refs =>
    runProgram(
      'resources/user.sh',
      refs.map(({ id }) => id),
    ),
  read(output, refs) {
    const [users = '', groups = '', homes = ''] = output.toString('utf8').split(/^\n/m)
    const all = groups.split('\n').flatMap(line => groupLine(line) ?? [])
    const found = new Map(users.split('\n').map(line => [line.slice(0, line.indexOf(':')), line]))
    const owners = new Map(homes.split('\n').map(line => [line.replace(/^\d+ /, ''), Number.parseInt(line, 10)]))
    const byNumber = new Map(users.split('\n').map(line => [line.split(':')[2], line]))
    return new Map(
      refs.map(({ kind, id }) => {
        const named = userOf(found.get(id), all, owners)
        const numbered = named === null && /^\d+$/.test(id) ? byNumber.get(id) : undefined
        const state = userOf(numbered, all, owners)
        return [refKey({ kind, id }), named ?? (state && { ...state, name: (numbered ?? '').split(':')[0] ?? '' })]
      }),
    )
  },
  merge,
  undo: undoUser,
  write(before, after, want) {
    if (after === null && want.how?.removeOwnHome === true)
      return [step(`remove the user ${want.id}`, lines(removeOwnHome, sh`swk_remove_user ${want.id}`))]
    if (after === null) {
      const { removeHome, force } = want.how ?? {}
      const options = [...(removeHome === true ? ['--remove'] : []), ...(force === true ? ['--force'] : [])]
      return [step(`remove the user ${want.id}`, sh`userdel ${options} -- ${want.id}`)]
    }
    if (before === null) return [step(`create the user ${want.id}`, add(want))]
    return [step(`change the user ${want.id}`, change(before, want))]
  },
}

/** A new user as useradd creates it on Debian where nothing else is set. */
const newUser = (id: string): State => ({ group: id, comment: '', home: `/home/${id}`, shell: '/bin/sh', groups: [] })

function merge(before: State | null, wanted: State, id: string): State {
  const { gid, homeUid, ...known } = before ?? newUser(id)
  const keepsGroup = gid !== undefined && (wanted.group === undefined || wanted.group === known.group)
  const keepsHome = homeUid !== undefined && (wanted.home === undefined || wanted.home === known.home)
  return { ...known, ...(keepsGroup ? { gid } : {}), ...(keepsHome ? { homeUid } : {}), ...wanted }
}

/** userdel does not remove the home directory of another user, and then fails although it has removed its own. */
function forbidHome({ want, before, after }: ResourceChange, look: Look): Forbidden | undefined {
  const isRemoved = after === null && want.how?.removeHome === true && want.how.force !== true
  if (!isRemoved || before === null || ownsHome(want.id, before, look)) return undefined
  return {
    message: `the home directory ${before.home} of ${want.id} belongs to another user; userdel would not remove it`,
    hint: 'Remove the user without `remove: true`, or with `force: true`.',
  }
}

/** Of a user who is made in the same play, the owner of a home that was there tells it. */
function ownsHome(name: string, { homeUid, uid, home }: State, look: Look): boolean {
  if (homeUid !== undefined) return homeUid === uid
  const owner = look(String(home), 'path')?.owner
  return owner === undefined || owner === name || owner === String(uid)
}

/** A group that changes changes its members; of a primary group that is removed (by force) the number is left. */
function follows(change: ResourceChange, id: string, state: State | null): State | null | undefined {
  if (change.want.kind === 'user') return followNumber(change, id, state, 'uid')
  if (change.want.kind !== 'group' || state === null) return undefined
  if (change.after === null && state.group === change.want.id)
    return { ...state, group: String(change.before?.gid ?? state.gid ?? '') }
  return mirrorMembership(change, { own: 'members', other: 'groups' }, id, state)
}

function userOf(
  line: string | undefined,
  groups: readonly { name: string; gid: number; members: readonly string[] }[],
  owners: ReadonlyMap<string, number>,
): State | null {
  const [name, , uid, gid, comment = '', home = '', shell = ''] = line?.split(':') ?? []
  if (!name) return null
  const homeUid = owners.get(home)
  return {
    uid: Number(uid),
    group: groups.find(group => group.gid === Number(gid))?.name ?? String(gid),
    gid: Number(gid),
    comment,
    home,
    ...(homeUid !== undefined && { homeUid }),
    shell,
    groups: groups
      .filter(group => group.members.includes(name))
      .map(group => group.name)
      .sort(),
  }
}

const step = (name: string, script: Sh) => ({ name, script, timeout: 60 })

const removeOwnHome: Sh = sh`eval ${raw(program(readProgram('resources/remove-own-home.sh')))}`

/** useradd makes a home as the host's login.defs says where nothing is said. */
function add({ id, state, how }: Want): Sh {
  const home = how?.createHome === undefined ? [] : [how.createHome ? '--create-home' : '--no-create-home']
  const options = [...(how?.system === true ? ['--system'] : []), ...home, ...newOptions(how), ...fields(state ?? {})]
  const groups = list(state?.groups)
  const create = sh`useradd ${options} ${groups.length > 0 ? ['--groups', groups.join(',')] : []} -- ${id}`
  if (how?.shadow === undefined) return create
  return lines(create, journalDirectory, sh`cut -d: -f1,2 "$journal/kept/"${`${how.shadow}.before`} | chpasswd -e`)
}

function newOptions(how: Want['how'] = {}): readonly string[] {
  const defaults = { UMASK: how.umask, UID_MIN: how.uidMin, UID_MAX: how.uidMax }
  return [
    ...(how.nonUnique === true ? ['--non-unique'] : []),
    ...(typeof how.skeleton === 'string' ? [`--skel=${how.skeleton}`] : []),
    ...Object.entries(defaults).flatMap(([name, value]) => (value === undefined ? [] : ['--key', `${name}=${value}`])),
  ]
}

/** Membership is changed name by name: `usermod --groups` would take back what another did in the meantime. */
function change(before: State, { id, state, how }: Want): Sh {
  const wanted = Object.fromEntries(Object.entries(state ?? {}).filter(([field, value]) => before[field] !== value))
  const options = [
    ...(wanted.uid !== undefined && how?.nonUnique === true ? ['--non-unique'] : []),
    ...(wanted.home !== undefined && how?.moveHome === true ? ['--move-home'] : []),
    ...fields(wanted, '--home'),
  ]
  const was = list(before.groups)
  const groups = state?.groups === undefined ? was : list(state.groups)
  return lines(
    ...(options.length > 0 ? [sh`usermod ${options} -- ${id}`] : []),
    ...groups.filter(group => !was.includes(group)).map(group => sh`gpasswd --add ${id} ${group} >&2`),
    ...was.filter(group => !groups.includes(group)).map(group => sh`gpasswd --delete ${id} ${group} >&2`),
  )
}

/** `--option=value`: a value that begins with `-` stays a value. useradd and usermod name the home directory differently. */
function fields(state: State, home: '--home-dir' | '--home' = '--home-dir'): readonly string[] {
  const options = { uid: '--uid', group: '--gid', comment: '--comment', home, shell: '--shell' } as const
  return Object.entries(options).flatMap(([field, option]) =>
    state[field] === undefined ? [] : [`${option}=${state[field]}`],
  )
}

const list = (value: State[string]): readonly string[] => (Array.isArray(value) ? value.map(String) : [])
