import { expect, test } from 'vitest'
import { tableText } from '../../../src/topology/show/table.ts'
import { viewFrom } from './support.ts'

test('each process has a row: role, routes, streams that it writes, sockets', () => {
  const view = viewFrom('synapse: { workers: { mediaworker: 1, federation-sender: 2 } }')
  const routes = String(view.traffic.lines.filter(({ role }) => role !== null).length)
  const rows = tableText(view).split('\n')
  const cells = rows.map(row => row.split(/ {2,}/))
  expect(cells.slice(0, 5)).toEqual([
    ['process', 'role', 'routes', 'writes', 'sockets in /run/matrix-synapse'],
    ['main', 'main', 'all else', 'quarantined_media_changes', 'gate.sock gate_replication.sock replication.sock'],
    ['federationsender1', 'federation-sender', '0', '-', 'inbound_federationsender1.sock'],
    ['federationsender2', 'federation-sender', '0', '-', 'inbound_federationsender2.sock'],
    [
      'mediaworker1',
      'mediaworker',
      routes,
      'quarantined_media_changes',
      'inbound_mediaworker1.sock replication_mediaworker1.sock',
    ],
  ])
  expect(rows.at(-2)).toContain(`4 processes; ${view.traffic.lines.length} route`)
})

test('what the playbook says of a worker stands below, of what may be secret only the names', () => {
  const view = viewFrom(`synapse:
  workers:
    client-sync: { count: 1, cache_factor: 2, environment: { TOKEN: hidden } }
    roomworker: { count: 2, rooms: { "!busy:a.org": 2 } }
`)
  const text = tableText(view)
  expect(text).toContain('\nclientsync1: cache_factor 2, environment TOKEN\n')
  expect(text).toContain('\nroomworker2: rooms !busy:a.org\n')
  expect(text).not.toContain('hidden')
})
