/** systemd's units on a real host. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LabHost, up } from '../../../src/lab/index.ts'
import { recordingDropIn } from '../../../src/resources/unit/start-record.ts'
import { sha256 } from '../../../src/sdk/content.ts'
import { quote } from '../../../src/shell/sh.ts'
import { connect } from '../../../src/transport/connect.ts'
import type { Session } from '../../../src/transport/session.ts'
import { spec } from '../transport/rig.ts'
import { bring, converge, said, see, want } from './bench.ts'

let host: LabHost
let session: Session
beforeAll(async () => {
  host = await up({ name: 'resources-units', image: 'base' })
  session = await connect(spec(host))
})
afterAll(async () => {
  await session?.close()
  await host?.stop()
})

const sh = async (script: string): Promise<string> => (await host.run(script)).stdout

const odd = `/srv/a b%n$HOME'"é`
const config = `${sha256('one\n')} ${odd}\n`
const service = '[Service]\nExecStart=/bin/sleep infinity\n[Install]\nWantedBy=multi-user.target\n'

test('a unit is loaded, enabled, started, restarted when its configuration is another, stopped, masked', async () => {
  await sh(`printf '${service}' >/etc/systemd/system/nap.service`)
  expect(await see(session, { kind: 'unit', id: 'nap.service' })).toMatchObject({
    active: 'inactive',
    enabled: 'disabled',
  })
  const first = await converge(
    session,
    want('unit', 'nap.service', { needReload: false, active: 'active', enabled: 'enabled' }),
  )
  expect(first).toMatchObject({ config: null, sub: 'running', gids: [0] })
  await sh(
    `mkdir /etc/systemd/system/nap.service.d; cat >/etc/systemd/system/nap.service.d/90-swk-restarts-on.conf <<'X'
${recordingDropIn([odd, '/srv/none'])}SupplementaryGroups=adm audio
X
echo one >${quote(odd)}`,
  )
  expect(await see(session, { kind: 'unit', id: 'nap.service' })).toMatchObject({ needReload: true })
  const second = await converge(session, want('unit', 'nap.service', { needReload: false, config, active: 'active' }))
  expect(second?.mainPid).not.toBe(first?.mainPid)
  expect(second).toMatchObject({
    gids: [0, 4, 29],
    dropIns: ['/etc/systemd/system/nap.service.d/90-swk-restarts-on.conf'],
  })
  await sh('rm -r /etc/systemd/system/nap.service.d')
  await converge(session, want('unit', 'nap.service', { needReload: false }))
  await converge(session, want('unit', 'nap.service', { active: 'inactive', enabled: 'disabled' }))
  await sh('mv /etc/systemd/system/nap.service /usr/lib/systemd/system/')
  await converge(session, want('unit', 'nap.service', { needReload: false }))
  await converge(session, want('unit', 'nap.service', { load: 'masked' }))
  await converge(session, want('unit', 'nap.service', { load: 'loaded', needReload: false }))
  await converge(session, want('unit', 'nap.service', { active: 'active' }))
  // Hidden while it runs: systemd itself says that nothing is to be read anew.
  await sh(`printf '${service}' >/etc/systemd/system/nap.service`)
  expect(await see(session, { kind: 'unit', id: 'nap.service' })).toMatchObject({ needReload: true })
  await sh('systemctl stop nap; rm /etc/systemd/system/nap.service')
})

test('an instance of a template, its drop-in, and many units in one look', async () => {
  await sh(`printf '${service}' >/etc/systemd/system/nap@.service; systemctl daemon-reload`)
  expect(await see(session, { kind: 'unit', id: 'nap@.service' })).toMatchObject({ load: 'loaded' })
  await converge(session, want('unit', 'nap@one-1.service', { active: 'active', enabled: 'enabled' }))
  await sh(
    `mkdir /etc/systemd/system/nap@.service.d; cat >/etc/systemd/system/nap@.service.d/90-swk-restarts-on.conf <<'X'
${recordingDropIn(['/srv/none', odd])}
X`,
  )
  expect(await see(session, { kind: 'unit', id: 'nap@one-1.service' })).toMatchObject({ needReload: true })
  await converge(session, want('unit', 'nap@one-1.service', { needReload: false, config }))
  await converge(session, want('unit', 'nap@one-1.service', { active: 'inactive', enabled: 'disabled' }))
})

test('a unit that does not start says what it logged; a failed one is started once its fault is gone', async () => {
  await sh(
    `printf '[Service]\\nType=oneshot\\nRemainAfterExit=yes\\nExecStart=sh -c "echo the fault; test -e /srv/ok"\\n' >/etc/systemd/system/bad.service`,
  )
  const failed = await bring(session, [want('unit', 'bad.service', { active: 'active' })])
  expect(said(failed)).toContain('the fault')
  expect(await see(session, { kind: 'unit', id: 'bad.service' })).toMatchObject({ active: 'failed' })
  await sh('touch /srv/ok')
  await converge(session, want('unit', 'bad.service', { active: 'active' }))
  const { replies } = await bring(session, [want('unit-job', 'restarted bad.service', { done: true })])
  expect(replies.map(({ rc }) => rc)).toEqual([0])
  await converge(session, want('unit', 'bad.service', { active: 'inactive' }))
  expect(await see(session, { kind: 'unit', id: 'none.service' })).toBeNull()
})
