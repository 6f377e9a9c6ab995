/** Users of the host, and their groups. */
import { lines, type Sh, sh } from '../shell/sh.ts'
import { groupLine } from './group.ts'
import { type Kind, refKey, type State, type Want } from './kind.ts'

export const userKind: Kind = {
  name: 'user',
  probe: refs => sh`getent passwd -- ${refs.map(ref => ref.id)}; echo; getent group`,
  read(output, refs) {
    const [users = '', groups = ''] = output.toString('utf8').split(/^\n/m)
    const all = groups.split('\n').flatMap(line => groupLine(line) ?? [])
    const found = new Map(users.split('\n').map(line => [line.slice(0, line.indexOf(':')), line]))
    return new Map(refs.map(ref => [refKey(ref), userOf(found.get(ref.id), all)]))
  },
  merge: (before, wanted) => (before ? { ...before, ...wanted } : { groups: [], ...wanted }),
  write(before, after, want) {
    if (after === null) {
      const options = want.how?.removeHome === true ? ['--remove'] : []
      return [step(`remove the user ${want.id}`, sh`userdel ${options} -- ${want.id}`)]
    }
    if (before === null) return [step(`create the user ${want.id}`, add(want))]
    return [step(`change the user ${want.id}`, change(before, want))]
  },
}

function userOf(
  line: string | undefined,
  groups: readonly { name: string; gid: number; members: readonly string[] }[],
): State | null {
  const [name, , uid, gid, comment = '', home = '', shell = ''] = line?.split(':') ?? []
  if (!name) return null
  return {
    uid: Number(uid),
    group: groups.find(group => group.gid === Number(gid))?.name ?? String(gid),
    comment,
    home,
    shell,
    groups: groups
      .filter(group => group.members.includes(name))
      .map(group => group.name)
      .sort(),
  }
}

const step = (name: string, script: Sh) => ({ name, script, timeout: 60 })

/** useradd makes a home as the host's login.defs says where nothing is said. */
function add({ id, state, how }: Want): Sh {
  const home = how?.createHome === undefined ? [] : [how.createHome ? '--create-home' : '--no-create-home']
  const options = [...(how?.system === true ? ['--system'] : []), ...home, ...fields(state ?? {})]
  const groups = list(state?.groups)
  return sh`useradd ${options} ${groups.length > 0 ? ['--groups', groups.join(',')] : []} -- ${id}`
}

/** Membership is changed name by name: `usermod --groups` would take back what another did in the meantime. */
function change(before: State, { id, state }: Want): Sh {
  const wanted = Object.fromEntries(Object.entries(state ?? {}).filter(([field, value]) => before[field] !== value))
  const options = fields(wanted)
  const was = list(before.groups)
  const groups = state?.groups === undefined ? was : list(state.groups)
  return lines(
    ...(options.length > 0 ? [sh`usermod ${options} -- ${id}`] : []),
    ...groups.filter(group => !was.includes(group)).map(group => sh`gpasswd --add ${id} ${group} >&2`),
    ...was.filter(group => !groups.includes(group)).map(group => sh`gpasswd --delete ${id} ${group} >&2`),
  )
}

/** `--option=value`: a value that begins with `-` stays a value. */
function fields(state: State): readonly string[] {
  const options = { uid: '--uid', group: '--gid', comment: '--comment', home: '--home-dir', shell: '--shell' } as const
  return Object.entries(options).flatMap(([field, option]) =>
    state[field] === undefined ? [] : [`${option}=${state[field]}`],
  )
}

const list = (value: State[string]): readonly string[] => (Array.isArray(value) ? value.map(String) : [])
