/** Entries of the host's name service databases, as getent(1) prints them. */
import { sh } from '../shell/sh.ts'
import { probeEach, readEach } from './each.ts'
import type { Kind, Ref, RefTo } from './kind.ts'

/** id: `DATABASE KEY`, or `DATABASE`. */
export type DatabaseState = { readonly entries: readonly string[] }

/** Entries of a database of the name service: `passwd` or `passwd root`. */
export const database = (id: string): RefTo<DatabaseState> => ({ kind: 'database', id })

/** id: `DATABASE KEY`, or `DATABASE` for all entries. null: the database or the key is unknown. */
export const databaseKind: Kind = {
  name: 'database',
  // Users, groups and files of /etc are entries, and packages and commands bring some.
  traits: ['transient'],
  isTouchedBy,
  probe: probeEach(id => {
    const [database = '', ...key] = id.split(' ')
    return sh`getent -- ${[database, ...(key.length > 0 ? [key.join(' ')] : [])]}`
  }),
  read: readEach(({ rc, stdout }) => (rc === 0 ? { entries: stdout.split('\n').filter(line => line !== '') } : null)),
}

function isTouchedBy({ kind, id: other }: Ref, id: string): boolean {
  const [database = '', key] = id.split(' ')
  if (kind === 'path') return [...shared, `/etc/${sources.get(database) ?? database}`].includes(other)
  // Only the host knows the numbers of new ones.
  const isMeant = key === undefined || key === other || /^\d+$/.test(key)
  if (kind === 'group') return ofGroups.has(database) && isMeant
  // A user joins groups, and brings one.
  if (kind === 'user') return ofGroups.has(database) || (['passwd', 'shadow'].includes(database) && isMeant)
  return true
}

/** Databases with groups and who is in them. */
const ofGroups: ReadonlySet<string> = new Set(['group', 'gshadow', 'initgroups'])
/** What says where entries come from, and asks other hosts for them. */
const shared = ['/etc/nsswitch.conf', '/etc/host.conf', '/etc/resolv.conf', '/etc/gai.conf']
/** Databases whose file has another name. */
const sources: ReadonlyMap<string, string> = new Map([
  ...['ahosts', 'ahostsv4', 'ahostsv6'].map((name): [string, string] => [name, 'hosts']),
  ['initgroups', 'group'],
])
