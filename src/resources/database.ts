/** Entries of the host's name service databases, as getent(1) prints them. */
import { sh } from '../shell/sh.ts'
import { probeEach, readEach } from './each.ts'
import type { Kind, Ref, RefTo } from './kind.ts'
import { specOf } from './managed/spec.ts'
import { liesIn } from './managed/written.ts'

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
  const files = [...shared, `/etc/${sources.get(database) ?? database}`]
  // Only the host knows the numbers of new ones.
  const isMeant = key === undefined || key === other || /^\d+$/.test(key)
  switch (kind) {
    case 'path':
      return files.includes(other)
    case 'managed': {
      const { program, args } = specOf(other)
      return (program === 'account' && ofUsers.has(database)) || files.some(file => args.some(one => liesIn(file, one)))
    }
    case 'group':
      return ofGroups.has(database) && isMeant
    // A user joins groups, and brings one.
    case 'user':
      return ofGroups.has(database) || (ofUsers.has(database) && isMeant)
    case 'system-setting':
      return ofHosts.has(database)
    default:
      return !withoutEntries.has(kind)
  }
}

/** Kinds whose changes bring no entry of any database. */
const withoutEntries: ReadonlySet<string> = new Set([
  'apt-cache',
  'condition',
  'emptied',
  'fetched',
  'notified',
  'pause',
  'redis',
  'statoverride',
  'tmpfiles',
  'touch',
])
const ofUsers: ReadonlySet<string> = new Set(['passwd', 'shadow'])
/** Databases with groups and who is in them. */
const ofGroups: ReadonlySet<string> = new Set(['group', 'gshadow', 'initgroups'])
/** What says where entries come from, and asks other hosts for them. */
const shared = ['/etc/nsswitch.conf', '/etc/host.conf', '/etc/resolv.conf', '/etc/gai.conf']
/** Databases with the names of hosts, the own one among them. */
const ofHosts: ReadonlySet<string> = new Set(['hosts', 'ahosts', 'ahostsv4', 'ahostsv6'])
/** Databases whose file has another name. */
const sources: ReadonlyMap<string, string> = new Map([
  ...[...ofHosts].map((name): [string, string] => [name, 'hosts']),
  ['initgroups', 'group'],
])
