import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { filesText } from '../../../src/topology/show/files.ts'
import { fourRoles } from '../support.ts'
import { viewFrom } from './support.ts'

const view = viewFrom(fourRoles)
const textOf = (path: string) => view.files.find(file => file.path === path)?.text ?? ''

test('each file is headed by its path and mode', () => {
  const text = filesText(view)
  expect(text).toContain('\n===== /etc/matrix-synapse/conf.d/redis.yaml (0644)\n# Written by swk')
  expect(text.match(/^===== /gm)).toHaveLength(view.files.length)
})

test('where the facts of the host are needed, a placeholder names them', () => {
  const unit = textOf('/etc/systemd/system/matrix-synapse-worker@.service')
  expect(unit).toContain("ExecStart=<the python of the host's Synapse> -m synapse.app.generic_worker")
  expect(unit).not.toContain('/opt/venvs')
  expect(textOf('/etc/matrix-synapse/conf.d/listeners.yaml')).toContain('# <the listeners that the host has')
  expect(textOf('<each nginx vhost that proxies to Synapse>')).toContain('proxy_pass http://$matrix_upstream;')
})

test('Route traffic to all workers, as at the end of a play', () => {
  const text = textOf('/etc/nginx/conf.d/matrix-upstreams.conf')
  for (const name of ['clientsync1', 'clientsync2', 'roomworker1', 'roomworker2', 'mediaworker1']) {
    expect(text).toContain(`inbound_${name}.sock`)
  }
})

test('the configuration of a worker is YAML that names it', () => {
  expect(parse(textOf('/etc/matrix-synapse/workers/roomworker2.yaml'))).toMatchObject({ worker_name: 'roomworker2' })
})

test('of a file that is only edited, its lines are told', () => {
  expect(textOf('/etc/redis/redis.conf')).toBe(
    '# <all else in it stays as it is>\nport 0\nunixsocket /run/redis/redis-server.sock\nunixsocketperm 770\n',
  )
})

test('the secret is not told', () => {
  expect(textOf('/etc/matrix-synapse/worker_replication_secret')).toBe('<created on the host, and not shown>\n')
})
