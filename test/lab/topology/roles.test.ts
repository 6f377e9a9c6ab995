/** Every role at work on a real homeserver: what is led to a worker succeeds there, and what is kept from it would fail. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LabHost, up } from '../../../src/lab/index.ts'
import { mainOnly } from '../../../src/topology/model/api/main-only.ts'
import { type Asked, askWorkers } from '../support/ask-worker.ts'
import { useEverything } from '../support/every-use.ts'
import { expectUsersAtHome, type Past, pastOf } from '../support/expect-users.ts'
import { ask, login, upload } from '../support/matrix.ts'
import { type Workshop, workshop } from '../support/workshop.ts'

let host: LabHost
let shop: Workshop
let past: Past
let token: string

const play = (workers: string) =>
  shop.play(`- hosts: homeservers\n  become: true\n  topology: { synapse: { workers: ${workers} } }\n`)

beforeAll(async () => {
  host = await up({ name: 'roles', image: 'monolith' })
  shop = await workshop([host])
  past = await pastOf(host)
  const admin = `update users set admin = 1 where name = '@alice:hs1.test'`
  await host.run(`cd /; runuser -u postgres -- psql -d synapse -c "${admin}"`)
  token = await login(host.address, 'alice')
})
afterAll(async () => {
  shop?.remove()
  await host?.stop()
})

describe('one of each role', () => {
  it('is what a monolith becomes, with every route served by its worker', async () => {
    const run = await play('one-of-each')
    expect(run.code, run.stderr + run.stdout.slice(-3000)).toBe(0)
  })

  it('serves all that users do', async () => {
    await expectUsersAtHome(host, past)
    expect(await useEverything(host, past)).toEqual([])
  })

  it('answers 404 on a worker where main alone has it', async () => {
    const asked = mainOnly
      .filter(({ because }) => because.startsWith('no worker has it'))
      .map(({ methods, example }): Asked => ({ worker: 'clientreader1', method: methods?.[0] ?? 'GET', path: example }))
    const statuses = await askWorkers(host, token, asked)
    expect(asked.filter((_, i) => statuses[i] !== 404)).toEqual([])
  })

  it('fails on workers that are not the writer, and where the tokens of OpenID are asked for', async () => {
    const room = encodeURIComponent(past.room)
    const user = encodeURIComponent('@alice:hs1.test')
    const media = (await upload(host.address, token, Buffer.from('no picture'))).slice('mxc://'.length)
    const openid = await ask(host.address, 'POST', `/_matrix/client/v3/user/${user}/openid/request_token`, {
      token,
      body: {},
    })
    const { access_token: granted } = JSON.parse(openid.body.toString('utf8'))
    const asked: readonly Asked[] = [
      { worker: 'clientreader1', method: 'PUT', path: `/_matrix/client/v3/rooms/${room}/typing/${user}` },
      { worker: 'clientreader1', method: 'PUT', path: '/_matrix/client/v3/pushrules/global/content/swk' },
      { worker: 'mediaworker1', method: 'POST', path: `/_synapse/admin/v1/media/quarantine/${media}` },
      {
        worker: 'federationreader1',
        method: 'GET',
        path: `/_matrix/federation/v1/openid/userinfo?access_token=${granted}`,
      },
      { worker: 'quarantinedmedia1', method: 'POST', path: `/_synapse/admin/v1/media/quarantine/${media}` },
      { worker: 'quarantinedmedia1', method: 'POST', path: `/_synapse/admin/v1/media/unquarantine/${media}` },
      { worker: 'mediaworker1', method: 'GET', path: `/_synapse/admin/v1/users/${user}/media` },
      { worker: 'clientreader1', method: 'GET', path: `/_synapse/admin/v1/rooms/${room}` },
      { worker: 'clientreader1', method: 'GET', path: `/_synapse/admin/v2/users/${user}` },
      { worker: 'clientreader1', method: 'GET', path: `/_synapse/admin/v2/users/${user}/devices` },
    ]
    expect(await askWorkers(host, token, asked)).toEqual([500, 500, 500, 500, 200, 200, 200, 200, 200, 404])
  })
})

describe('large, after one of each', () => {
  it('serves all that users do, its streams written by two workers', async () => {
    const run = await play('large')
    expect(run.code, run.stderr + run.stdout.slice(-3000)).toBe(0)
    await expectUsersAtHome(host, past)
    expect(await useEverything(host, past)).toEqual([])
  })

  it('keeps no holding socket of a role that has two workers now', async () => {
    const loaded = await host.run(`systemctl list-units --all --plain --no-legend 'matrix-synapse-gate-worker@*'`)
    const links = await host.run(
      'ls /etc/systemd/system/*.wants /run/matrix-synapse | grep -E "gate.*(worker@|inbound_)"',
    )
    for (const { stdout } of [loaded, links]) {
      expect(stdout).toMatch(/mediaworker1/)
      expect(stdout).not.toMatch(/clientreader|clientsync|roomworker|federationreader/)
    }
  })
})
