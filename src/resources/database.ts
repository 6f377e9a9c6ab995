/** Entries of the host's name service databases, as getent(1) prints them. */
import { sh } from '../shell/sh.ts'
import { probeEach, readEach } from './each.ts'
import type { Kind } from './kind.ts'

/** id: `DATABASE KEY`, or `DATABASE` for all entries. null: the database or the key is unknown. */
export const databaseKind: Kind = {
  name: 'database',
  probe: probeEach(id => {
    const [database = '', ...key] = id.split(' ')
    return sh`getent -- ${[database, ...(key.length > 0 ? [key.join(' ')] : [])]}`
  }),
  read: readEach(({ rc, stdout }) => (rc === 0 ? { entries: stdout.split('\n').filter(line => line !== '') } : null)),
}
