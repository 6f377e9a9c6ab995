/** Entries of the host's name service databases, as getent(1) prints them. */
import { sh } from '../shell/sh.ts'
import { probeEach, readEach } from './each.ts'
import type { Kind, RefTo } from './kind.ts'

/** id: `DATABASE KEY`, or `DATABASE`. */
export type DatabaseState = { readonly entries: readonly string[] }

/** Entries of a database of the name service: `passwd` or `passwd root`. */
export const database = (id: string): RefTo<DatabaseState> => ({ kind: 'database', id })

/** id: `DATABASE KEY`, or `DATABASE` for all entries. null: the database or the key is unknown. */
export const databaseKind: Kind = {
  name: 'database',
  // Users, groups and files of /etc are entries, and packages and commands bring some.
  traits: ['transient'],
  isTouchedBy: ({ kind, id }) => kind !== 'path' || id.startsWith('/etc/'),
  probe: probeEach(id => {
    const [database = '', ...key] = id.split(' ')
    return sh`getent -- ${[database, ...(key.length > 0 ? [key.join(' ')] : [])]}`
  }),
  read: readEach(({ rc, stdout }) => (rc === 0 ? { entries: stdout.split('\n').filter(line => line !== '') } : null)),
}
