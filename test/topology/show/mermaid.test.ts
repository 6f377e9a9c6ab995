import { expect, test } from 'vitest'
import { mermaidText } from '../../../src/topology/show/mermaid.ts'
import { fourRoles } from '../support.ts'
import { viewFrom } from './support.ts'

const view = viewFrom(fourRoles)
const syncs = view.traffic.lines.filter(({ upstream }) => upstream.name === 'matrix_client_sync').length
const lines = mermaidText(view)
  .split('\n')
  .map(line => line.trim())

test.each([
  'flowchart LR',
  'nginx -->|all else| gate{{"gate.sock"}}',
  'gate --> main["main"]',
  `nginx -->|${syncs} routes| matrix_client_sync[["matrix_client_sync"]]`,
  'matrix_client_sync --> worker_clientsync2',
  'worker_clientsync2["clientsync2<br>client-sync"]',
  'worker_mediaworker1["mediaworker1<br>mediaworker<br>writes quarantined_media_changes"]',
  'worker_federationsender1 <--> redis',
  'worker_federationsender1 -.-> gate_replication',
])('the diagram has %j', line => {
  expect(lines).toContain(line)
})

test('who serves no requests has no arrow from nginx', () => {
  expect(lines.filter(line => line.endsWith('--> worker_federationsender1'))).toEqual([])
})

test('without workers it is nginx, the gate, main and redis', () => {
  const text = mermaidText(viewFrom('synapse: { workers: {} }'))
  expect(text).not.toContain('worker_')
  expect(text).toContain('main <--> redis')
})
