/** A conversion that fails takes itself back: users notice nothing, and the host is the monolith that it was. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { type LabHost, up } from '../../../src/lab/index.ts'
import { compareSnapshots, takeSnapshot } from '../field/etc.ts'
import { expectOldMessages, expectUsersAtHome, type Past, pastOf } from '../support/expect-users.ts'
import { tasks } from '../support/swk.ts'
import { type Workshop, workshop } from '../support/workshop.ts'
import { underLoad } from './under-load.ts'

let host: LabHost
let shop: Workshop
let past: Past & { readonly messages: readonly string[] }

beforeAll(async () => {
  host = await up({ name: 'failed-play', image: 'monolith', serverName: 'hs1.test' })
  shop = await workshop([host])
  past = (await pastOf(host)) as typeof past
})
afterAll(async () => {
  shop?.remove()
  await host?.stop()
})

const worker = 'matrix-synapse-worker@clientsync1.service'
const dropIn = (lines: string): string =>
  `mkdir -p /etc/systemd/system/${worker}.d; printf '[Service]\\n${lines}\\n' >/etc/systemd/system/${worker}.d/zz-mine.conf`
const tidy = `rm -rf /etc/systemd/system/${worker}.d /etc/nginx/conf.d/zz-mine.conf; systemctl daemon-reload`

const causes: readonly (readonly [what: string, setup: string, task: string, more: string])[] = [
  ['a worker that cannot start', dropIn('ExecStartPre=/bin/false'), 'Start load-balanced workers', ''],
  [
    'an upstream of another in nginx',
    "echo 'upstream matrix_client_sync { server 127.0.0.1:1; }' >/etc/nginx/conf.d/zz-mine.conf",
    'Route traffic ',
    '',
  ],
  ['a task after the rollout', ':', 'Fail', '  tasks: [{ name: Fail, command: /bin/false }]\n'],
]

afterEach(() => host.run(tidy))

it.each(causes)('%s', async (_what, setup, failing, more) => {
  expect((await host.run(setup)).code).toBe(0)
  const before = await takeSnapshot(host)
  const run = await underLoad(host, () =>
    shop.play(`- hosts: all
  become: true
  topology: { synapse: { drain: 5, workers: { client-sync: 1, federation-sender: 1, mediaworker: 1 } } }
${more}`),
  )
  expect(run.code).toBe(2)
  expect(tasks(run, 'failed').map(({ task, error }) => `${task}: ${error?.message}`)).toEqual([
    expect.stringMatching(`^${failing}`),
  ])
  expect(run.events.find(event => event.type === 'host:end')).toMatchObject({ status: 'failed', takenBack: true })
  expect(compareSnapshots(before, await takeSnapshot(host))).toEqual([])
  await expectUsersAtHome(host, past)
  await expectOldMessages(host, past)
})
