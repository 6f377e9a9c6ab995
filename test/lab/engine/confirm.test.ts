/** A run that nobody confirms is taken back by the host itself. */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LabHost, up } from '../../../src/lab/index.ts'
import { swk, tasks } from '../support/swk.ts'
import { type Workshop, workshop } from '../support/workshop.ts'

const name = 'cf1'
let host: LabHost
let shop: Workshop
beforeAll(async () => {
  host = await up({ name, image: 'base' })
  shop = await workshop([host])
  await said('echo old >/srv/conf; mkdir -p /srv/tree/x; echo y >/srv/tree/x/y')
})
afterAll(async () => {
  shop?.remove()
  await host?.stop()
})

const said = async (script: string): Promise<string> => (await host.run(script)).stdout.trim()
const left = () => said('ls -d /var/lib/swk/journal/confirm /etc/systemd/system/swk-confirm.service 2>/dev/null')

/** Resolves when the host has taken everything back; fails after a minute. */
async function takenBack(): Promise<void> {
  for (let tries = 0; tries < 60; tries++) {
    if ((await left()) === '' && (await said('cat /srv/conf')) === 'old') return
    await sleep(1000)
  }
  throw new Error(`not taken back: ${await said('ls -la /var/lib/swk/journal/confirm; journalctl -u swk-confirm')}`)
}

const playbook = (last: string) => `- hosts: all
  become: true
  confirm: 8s
  tasks:
    - { name: A file, copy: { dest: /srv/conf, content: "new\\n" } }
    - { name: A new file, copy: { dest: /srv/new, content: x } }
    - { name: A tree, file: { path: /srv/tree, state: absent } }
    - { name: A user, user: { name: jo } }
    - { name: A unit, copy: { dest: /etc/systemd/system/cf.service, content: "[Service]\\nExecStart=/bin/sleep inf\\n" } }
    - { name: It runs, systemd: { name: cf, state: started, daemon_reload: true } }
${last}
`
const isBack = async () => {
  expect(await said('cat /srv/conf /srv/tree/x/y; ls /srv/new /etc/systemd/system/cf.service; id jo')).toBe('old\ny')
  expect(await said('systemctl is-active cf')).toBe('inactive')
}

test('a run that is confirmed stays, and leaves nothing armed', async () => {
  const run = await shop.play(playbook(''))
  expect(run.code, run.stdout).toBe(0)
  expect(tasks(run).at(-1)).toMatchObject({ task: 'Confirm the run over a new connection', status: 'ok' })
  await sleep(10_000)
  expect(await said('cat /srv/conf; systemctl is-active cf')).toBe('new\nactive')
  expect(await left()).toBe('')
  expect((await swk('rollback', '-i', shop.inventory, '--limit', name, '--reporter', 'json')).code).toBe(0)
  await isBack()
})

test('the controller is killed while a step runs', async () => {
  const { child } = shop.start(playbook('    - { name: Long, command: sleep 6 }'))
  for (let text = ''; !text.includes('"task":"Long"'); )
    text += await new Promise(resolve => child.stdout?.once('data', resolve))
  child.kill('SIGKILL')
  expect(await said('cat /srv/conf')).toBe('new')
  const second = await shop.play('- hosts: all\n  become: true\n  tasks: [{ copy: { dest: /srv/else, content: x } }]')
  expect(second.code).toBe(2)
  expect(tasks(second, 'failed')[0]?.error?.message).toMatch(
    /the run \S+ is not confirmed; the host takes it back within 8 s$/,
  )
  expect(second.events.find(event => event.type === 'host:end')).not.toHaveProperty('takeBack')
  // It has noted nothing, and so has no end either.
  expect(await said(`cd /var/lib/swk/journal/runs; grep -L '^{"run":' *`)).toBe('')
  expect((await swk('history', '-i', shop.inventory)).code).toBe(0)
  await takenBack()
  await isBack()
  expect(await said('cat /var/lib/swk/journal/runs/* | grep -c "taken back by the host"')).toBe('1')
})

test('the change keeps everybody from logging in', async () => {
  const run = await shop.play(
    playbook(`    - { name: Deny, copy: { dest: /etc/ssh/sshd_config.d/deny.conf, content: "DenyUsers *\\n" } }
    - { name: Reload, systemd: { name: ssh, state: reloaded } }`),
  )
  expect(run.code).toBe(2)
  expect(tasks(run, 'failed')).toMatchObject([{ task: 'Confirm the run over a new connection' }])
  await takenBack()
  await isBack()
  expect(await said('ls /etc/ssh/sshd_config.d/deny.conf')).toBe('')
  expect((await shop.check(playbook(''))).code).toBe(0)
})

test('a play that fails is not confirmed', async () => {
  const run = await shop.play(playbook('    - { name: Fails, command: "false" }'))
  expect(run.code).toBe(2)
  await takenBack()
  await isBack()
})

test('the host reboots before the run is confirmed', async () => {
  const { child } = shop.start(playbook('    - { name: Long, command: sleep 60 }'), '--confirm', '600')
  for (let text = ''; !text.includes('"task":"Long"'); )
    text += await new Promise(resolve => child.stdout?.once('data', resolve))
  await host.reboot({ hard: true })
  child.kill('SIGKILL')
  await takenBack()
  await isBack()
})
