/** Faults of the host itself: what is safe to mend is mended, all else is named with the worker, the cause and what it said last. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type LabHost, up, writeInventory } from '../../../src/lab/index.ts'
import { type SwkRun, swk, tasks } from '../support/swk.ts'

const folder = mkdtempSync(join(tmpdir(), 'swk-test-'))
const inventory = join(folder, 'inventory.yaml')
const playbook = join(folder, 'site.yaml')
const worker = 'matrix-synapse-worker@clientsync1'
const socket = '/run/matrix-synapse/inbound_clientsync1.sock'
const python = '/opt/venvs/matrix-synapse/bin/python'
let host: LabHost

beforeAll(async () => {
  writeFileSync(
    playbook,
    '- hosts: all\n  become: true\n  topology: { synapse: { workers: { client-sync: 1, federation-sender: 1 } } }\n',
  )
  host = await up({ name: 'rf-faults', image: 'monolith' })
  await writeInventory([host], inventory)
  const first = await play()
  expect(first.code, first.stdout.slice(-3000)).toBe(0)
})
afterAll(() => host?.stop())

const play = (): Promise<SwkRun> => swk('play', playbook, '-i', inventory, '--reporter', 'json')
const root = async (script: string): Promise<string> => {
  const { code, stdout, stderr } = await host.run(script)
  expect(code, `${script}\n${stderr}`).toBe(0)
  return stdout.trim()
}
/** A socket in the file system at which nobody listens any more. */
const abandoned = (path: string): string =>
  `${python} -c 'import socket; socket.socket(socket.AF_UNIX).bind("${path}")' && chown matrix-synapse:clubmatrix ${path}`
const isUp = async (): Promise<void> => {
  expect(await root(`systemctl is-active ${worker}`)).toBe('active')
  expect(
    await root(`${python} - <<'PY'
import socket
s = socket.socket(socket.AF_UNIX); s.connect("${socket}")
s.sendall(b"GET /health HTTP/1.0\\r\\n\\r\\n"); print(s.recv(15).decode())
PY`),
  ).toContain('200')
}

it('a socket whose lock names a living process of somebody else gives way', async () => {
  const pid = await root('systemctl show -P MainPID cron ssh | grep -v ^0 | head -n 1')
  await root(`systemctl stop ${worker}; rm -f ${socket}; ${abandoned(socket)}; ln -sfn ${pid} ${socket}.lock`)
  const run = await play()
  expect(run.code, run.stdout.slice(-3000)).toBe(0)
  await isUp()
})

it('a socket without a lock gives way', async () => {
  await root(`systemctl stop ${worker}; rm -f ${socket} ${socket}.lock; ${abandoned(socket)}`)
  const run = await play()
  expect(run.code, run.stdout.slice(-3000)).toBe(0)
  await isUp()
})

it('so does one of the main process', async () => {
  const main = '/run/matrix-synapse/replication.sock'
  await root(`systemctl stop matrix-synapse; rm -f ${main} ${main}.lock; ${abandoned(main)}; ln -sfn 1 ${main}.lock`)
  const run = await play()
  expect(run.code, run.stdout.slice(-3000)).toBe(0)
})

it('a socket at which somebody else listens stays, and the worker that wants it is named with what it said', async () => {
  const listens = `import socket, time; s = socket.socket(socket.AF_UNIX); s.bind("${socket}"); s.listen(); time.sleep(1000)`
  await root(
    `systemctl stop ${worker}; rm -f ${socket} ${socket}.lock; systemd-run -q --unit=squatter ${python} -c '${listens}'; sleep 2; test -S ${socket}`,
  )
  const run = await play()
  const error = errorOf(run)
  expect(run.code, run.stdout.slice(-3000)).toBe(2)
  expect(error).toContain(`${worker}.service`)
  expect(error).toMatch(/in use|lock/i)
  await root(`test -S ${socket}; systemctl stop squatter ${worker}`)
  const again = await play()
  expect(again.code, again.stdout.slice(-3000)).toBe(0)
  await isUp()
})

it('a worker that runs for a moment and ends, again and again, is no success: it is named, with why and what it said last', async () => {
  const dropIn = `/etc/systemd/system/${worker}.service.d`
  await root(
    `systemctl stop ${worker}; mkdir -p ${dropIn}; printf '[Service]\\nRuntimeMaxSec=1\\nRestartSec=1\\n' > ${dropIn}/zz-flap.conf; systemctl daemon-reload`,
  )
  const run = await play()
  const error = errorOf(run)
  expect(run.code, run.stdout.slice(-3000)).toBe(2)
  expect(error).toContain(`${worker}.service`)
  expect(error).toMatch(/result 'timeout'/)
  await root(`rm ${dropIn}/zz-flap.conf; systemctl daemon-reload; systemctl stop ${worker}`)
  const again = await play()
  expect(again.code, again.stdout.slice(-3000)).toBe(0)
  await isUp()
})

it('the folder of the sockets, gone after a reboot, comes back with all that was in it', async () => {
  await root('rm /etc/tmpfiles.d/swk-run-matrix--synapse.conf; dpkg-statoverride --remove /run/matrix-synapse')
  await host.reboot()
  const run = await play()
  expect(run.code, run.stdout.slice(-3000)).toBe(0)
  expect(await root('stat -c "%U:%G %a" /run/matrix-synapse')).toBe('matrix-synapse:clubmatrix 2770')
  await isUp()
})

function errorOf(run: SwkRun): string {
  return tasks(run, 'failed')
    .map(task => task.error?.message ?? '')
    .join('\n')
}
