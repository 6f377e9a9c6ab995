import { expect, test } from 'vitest'
import type { FoundWorker } from '../../../src/resources/synapse/workers.ts'
import { editedVhosts } from '../../../src/topology/nginx/vhosts.ts'
import { factsWith, observedOf } from '../support.ts'

const path = '/etc/nginx/sites-available/matrix'
const text = `
upstream syncs { server 127.0.0.1:8083; server unix:/run/sync2.sock; }
server {
  location ~ /sync { proxy_pass http://syncs; }
  location / { proxy_pass http://localhost:8008; }
  location /other { proxy_pass http://localhost:9999; }
}
`
const found = (name: string, listeners: string): FoundWorker => ({
  ...{
    name,
    file: `/etc/matrix-synapse/workers/${name}.yaml`,
    managed: false,
    unit: null,
    active: true,
    enabled: true,
  },
  text: `worker_name: ${name}\nworker_listeners:\n${listeners}`,
})
const workers = [
  found('sync1', '  - { type: http, port: 8083, bind_addresses: [127.0.0.1], resources: [{ names: [client] }] }\n'),
  found('sync2', '  - { type: http, path: /run/sync2.sock, resources: [{ names: [client] }] }\n'),
  found('broken', '  - { type: http'),
]

test('what leads to workers that somebody made by hand asks the map of routes too', () => {
  const observed = observedOf({ [`path:${path}`]: { text } })
  const nginx = { user: 'www-data', includes: [path], proxying: [path], defaultLog: false }
  const places = (found: readonly FoundWorker[]) =>
    editedVhosts(factsWith({ nginx, workers: found }), observed)[0]?.places
  expect(places([])).toBe(1)
  expect(places(workers.slice(0, 1))).toBe(1)
  expect(places(workers)).toBe(2)
})
