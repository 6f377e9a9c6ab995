/** Ways to lose a host for good: with the controller killed, the host takes each back within the time that `confirm` names. */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LabHost, up } from '../../../src/lab/index.ts'
import { enter } from '../support/enter.ts'
import { type Workshop, workshop } from '../support/workshop.ts'

const name = 'cf2'
const seconds = 6
let host: LabHost
let shop: Workshop
beforeAll(async () => {
  host = await up({ name, image: 'base' })
  shop = await workshop([host], { user: 'admin' })
  await said(`cat >/etc/systemd/system/cut.service <<'UNIT'
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/usr/sbin/ip link set host0 down
ExecStop=/usr/sbin/ip link set host0 up
UNIT
cat >/etc/systemd/system/firewall.service <<'UNIT'
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/bin/sh /etc/firewall
UNIT
echo 'ip rule del pref 1 2>/dev/null; true' >/etc/firewall
systemctl start firewall
systemctl daemon-reload`)
})
afterAll(async () => {
  shop?.remove()
  await host?.stop()
})

const said = async (script: string): Promise<string> => (await enter(name, script)).stdout.trim()
const copy = (dest: string, content: string): string =>
  `    - { name: Change, copy: { dest: ${dest}, content: ${JSON.stringify(content)} } }\n`

/** `lost`: holds on the host as long as nobody could mend it from outside. */
const ways: readonly (readonly [way: string, tasks: string, lost: string])[] = [
  ['the network is cut', '    - { name: Cut, systemd: { name: cut, state: started } }\n', 'systemctl -q is-active cut'],
  [
    'the firewall lets nothing through',
    `${copy('/etc/firewall', 'ip rule add pref 1 prohibit\n')}    - { name: Cut, systemd: { name: firewall, state: restarted } }\n`,
    'ip rule | grep -q prohibit',
  ],
  [
    'sudo is broken',
    `${copy('/etc/sudoers.d/zz-broken', 'admin ALL=(ALL:ALL) !ALL\n')}    - { name: Wait, command: sleep 60 }\n`,
    'test -e /etc/sudoers.d/zz-broken',
  ],
  [
    'the login user has no shell any more',
    '    - { name: Shell, user: { name: admin, shell: /usr/sbin/nologin } }\n    - { name: Wait, command: sleep 60 }\n',
    'getent passwd admin | grep -q nologin',
  ],
  [
    'the keys of the login user are removed',
    '    - { name: Keys, file: { path: /home/admin/.ssh, state: absent } }\n    - { name: Wait, command: sleep 60 }\n',
    '! test -e /home/admin/.ssh',
  ],
  [
    'sshd refuses everybody',
    `${copy('/etc/ssh/sshd_config.d/deny.conf', 'DenyUsers *\n')}    - { name: Reload, systemd: { name: ssh, state: reloaded } }\n    - { name: Wait, command: sleep 60 }\n`,
    'test -e /etc/ssh/sshd_config.d/deny.conf',
  ],
  [
    'sshd is stopped',
    '    - { name: Stop, systemd: { name: ssh, state: stopped, enabled: false } }\n    - { name: Wait, command: sleep 60 }\n',
    '! systemctl -q is-active ssh',
  ],
]

test.each(ways)('%s', async (_way, tasks, lost) => {
  const { child, ended } = shop.start(`- hosts: all\n  become: true\n  confirm: ${seconds}s\n  tasks:\n${tasks}`)
  await until(lost, 30)
  child.kill('SIGKILL')
  await ended
  await said('pkill -x sleep')
  const start = Date.now()
  await until(`! { ${lost}; } && ! test -e /var/lib/swk/journal/confirm`, 60)
  // The step at work is ended above; stopping and starting takes its own time.
  expect(Date.now() - start).toBeLessThan((seconds + 20) * 1000)
  const again = await shop.play(
    '- hosts: all\n  become: true\n  tasks: [{ copy: { dest: /srv/in, content: "{{ 99999 | random }}" } }]\n',
  )
  expect(again.code, again.stdout).toBe(0)
})

async function until(condition: string, tries: number): Promise<void> {
  for (let i = 0; i < tries; i++) {
    if ((await enter(name, condition)).code === 0) return
    await sleep(1000)
  }
  throw new Error(
    `never: ${condition}\n${await said('journalctl -u swk-confirm | tail -n 20; ls /var/lib/swk/journal/confirm')}`,
  )
}
