/** swk verify on a real deployment: it passes what is well, and finds what is broken, each in its own way. It mends nothing. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LabHost, up, writeInventory } from '../../../src/lab/index.ts'
import { type SwkRun, swk, tasks } from '../support/swk.ts'

const name = 'rgverify'
const folder = mkdtempSync(join(tmpdir(), 'swk-test-'))
const playbook = join(folder, 'site.yaml')
const inventory = join(folder, 'inventory.yaml')

writeFileSync(
  playbook,
  `- hosts: homeservers
  become: true
  topology:
    synapse:
      workers:
        client-sync: 1
        roomworker: { count: 2, rooms: { "!busy:hs1.test": 2 } }
        federation-sender: 1
        mediaworker: 1
        typing: 1
`,
)

const before = join(folder, 'before.yaml')
writeFileSync(before, '- { hosts: homeservers, become: true, topology: { synapse: { workers: {} } } }\n')

let host: LabHost
let monolith: SwkRun

beforeAll(async () => {
  host = await up({ name, image: 'monolith' })
  await writeInventory([host], inventory)
  monolith = await swk('verify', before, '-i', inventory, '--reporter', 'json', '--active')
  const run = await swk('play', playbook, '-i', inventory, '--reporter', 'json')
  expect(run.code, run.stderr + run.stdout.slice(-3000)).toBe(0)
})
afterAll(() => host?.stop())

const verify = (...more: readonly string[]) => swk('verify', playbook, '-i', inventory, '--reporter', 'json', ...more)

const faults = (run: SwkRun): string =>
  tasks(run, 'failed')
    .map(({ error }) => error?.message ?? '')
    .join('\n')

async function done(command: string): Promise<string> {
  const { code, stdout, stderr } = await host.run(command)
  expect(code, `${command}\n${stdout}${stderr}`).toBe(0)
  return stdout
}

const sql = (query: string): Promise<string> => done(`cd / && runuser -u postgres -- psql synapse -XAtc "${query}"`)

describe('swk verify', () => {
  it('passes a monolith that is meant to be one', () => {
    expect(monolith.code, faults(monolith) + monolith.stderr).toBe(0)
    const notes = tasks(monolith).flatMap(({ notes = [] }) => notes)
    expect(notes.join()).toMatch(/^\d+ requests, answered by 1 processes.*download it/)
  })

  it('passes a deployment that is as declared, and says how many requests were answered by how many processes', async () => {
    const run = await verify()
    expect(run.code, faults(run) + run.stderr).toBe(0)
    const notes = tasks(run).flatMap(({ notes = [] }) => notes)
    expect(notes.join()).toMatch(/^\d\d+ requests, answered by 6 processes/)
  })

  it('makes the round of a user, says how long each step took, and the user is gone', async () => {
    const run = await verify('--active')
    expect(run.code, faults(run) + run.stderr).toBe(0)
    const notes = tasks(run).flatMap(({ notes = [] }) => notes)
    for (const step of ['register a user', 'send a message', 'a waiting sync has it', 'download it', 'remove the user'])
      expect(notes.join('\n')).toMatch(new RegExp(`^${step}: \\d+ ms$`, 'm'))
    expect(await sql("select count(*) from users where name like '@swk-verify%' and deactivated = 0")).toBe('0\n')
    // The one of the monolith, and this one.
    expect(await sql("select count(*) from erased_users where user_id like '@swk-verify%'")).toBe('2\n')
    expect(
      await sql(
        "select membership from local_current_membership where user_id like '@swk-verify%' and membership = 'join'",
      ),
    ).toBe('')
  })

  it('shows nothing of the secret with which the user is made', async () => {
    const secret = (
      await done(`sed -n 's/^registration_shared_secret: "\\(.*\\)"/\\1/p' /etc/matrix-synapse/homeserver.yaml`)
    ).trim()
    expect(secret.length).toBeGreaterThan(8)
    const run = await verify('--active')
    expect(run.stdout + run.stderr).not.toContain(secret)
    expect(await done('cat /var/log/nginx/*.log /var/log/matrix-synapse/*.log')).not.toContain(secret)
  })

  it('finds a worker that has stopped; a user is removed all the same', async () => {
    await done('systemctl stop matrix-synapse-worker@mediaworker1')
    const run = await verify('--active')
    await done('systemctl start matrix-synapse-worker@mediaworker1')
    expect(run.code).toBe(2)
    expect(faults(run)).toContain('matrix-synapse-worker@mediaworker1.service is inactive')
    expect(faults(run)).toContain('inbound_mediaworker1.sock is missing')
    expect(faults(run)).toContain('mediaworker1 does not answer /health')
    expect(faults(run)).toContain('6 of 7 processes are subscribed')
    expect(faults(run)).toContain('upload media: ')
    expect(await sql("select count(*) from users where name like '@swk-verify%' and deactivated = 0")).toBe('0\n')
  })

  it('finds an entrance that answers otherwise than before the conversion', async () => {
    const answers = '/var/lib/swk/answers'
    const media = 'GET /_matrix/media/v3/config'
    expect(await done(`grep -c . ${answers}; grep -m1 '${media}' ${answers}; stat -c '%U %a' ${answers}`)).toMatch(
      /^\d\d\n401 GET \S+ https?:\/\/\S+ \(\S+\)\nroot 600\n$/,
    )
    await done(`cp ${answers} /root/answers; sed -i '/media.v3.config/s/^401/404/' ${answers}`)
    const run = await verify()
    await done(`cp /root/answers ${answers}`)
    expect(run.code).toBe(2)
    expect(faults(run)).toMatch(
      /GET \S+media\/v3\/config answers 401 at http\S+ \S+, but answered 404 before the conversion/,
    )
  })

  it('finds a route that leads to another process', async () => {
    const routes = '/etc/nginx/conf.d/matrix-routes.conf'
    await done(
      `cp ${routes} /root/routes; sed -i '/typing/s/ matrix_typing;/ matrix_main;/' ${routes}; ! cmp -s ${routes} /root/routes; nginx -s reload; sleep 1`,
    )
    const run = await verify()
    await done(`cp /root/routes ${routes}; nginx -s reload; sleep 1`)
    expect(run.code).toBe(2)
    expect(faults(run)).toMatch(/PUT \S*\/typing\S* is for typing1, but was served by main/)
  })

  it('finds a worker that nobody declared, started by hand or left enabled', async () => {
    await done(`cat >/tmp/stranger.yaml <<'END'
worker_app: synapse.app.generic_worker
worker_name: stranger1
worker_listeners: [{ type: http, path: /run/matrix-synapse/stranger.sock, resources: [{ names: [health] }] }]
END
chmod 644 /tmp/stranger.yaml
systemd-run -q --unit=stranger -p Type=notify -p User=matrix-synapse -p SupplementaryGroups=redis /opt/venvs/matrix-synapse/bin/python -m synapse.app.generic_worker -c /etc/matrix-synapse/homeserver.yaml -c /etc/matrix-synapse/conf.d/ -c /tmp/stranger.yaml
systemctl enable -q matrix-synapse-worker@old1`)
    const run = await verify()
    await done('systemctl stop stranger; systemctl disable -q matrix-synapse-worker@old1')
    expect(run.code).toBe(2)
    expect(faults(run)).toMatch(
      /process \d+ runs synapse.app.generic_worker with \/tmp\/stranger.yaml \(stranger.service\)/,
    )
    expect(faults(run)).toContain('matrix-synapse-worker@old1.service (worker old1) is enabled: it starts at boot')
    expect(faults(run)).toContain('8 of 7 processes are subscribed')
  })

  it('finds a worker that listens on a port', async () => {
    const file = '/etc/matrix-synapse/workers/roomworker1.yaml'
    await done(
      `cp -p ${file} /root/worker; echo 'worker_manhole: 9123' >>${file}; systemctl restart matrix-synapse-worker@roomworker1`,
    )
    const run = await verify()
    await done(`cp -p /root/worker ${file}; systemctl restart matrix-synapse-worker@roomworker1`)
    expect(run.code).toBe(2)
    expect(faults(run)).toContain('roomworker1 listens on 127.0.0.1:9123')
  })

  it('finds a position of a stream that is held by a process which does not write it', async () => {
    await sql("insert into stream_positions values ('to_device', 'roomworker1', 1)")
    await sql(
      "insert into federation_stream_position (type, stream_id, instance_name) values ('events', 1, 'clientsync1')",
    )
    const run = await verify()
    await sql("delete from stream_positions where instance_name = 'roomworker1'")
    await sql("delete from federation_stream_position where instance_name = 'clientsync1'")
    expect(run.code).toBe(2)
    expect(faults(run)).toContain('stream to_device is for master, but roomworker1 holds a position of it')
    expect(faults(run)).toContain('the queue for other servers is for federationsender1, but clientsync1 holds')
  })

  it('follows requests in the log of nginx where a worker logs none', async () => {
    const log = '/etc/matrix-synapse/workers-log/mediaworker1.yaml'
    await done(
      `cp -p ${log} /root/log; sed -i 's/level: INFO/level: WARNING/' ${log}; ! cmp -s ${log} /root/log; systemctl restart matrix-synapse-worker@mediaworker1`,
    )
    const run = await verify()
    await done(`cp -p /root/log ${log}; systemctl restart matrix-synapse-worker@mediaworker1`)
    expect(run.code, faults(run)).toBe(0)
  })

  it("asks at the public address where nginx is not swk's, over TLS too, and says so where nobody answers", async () => {
    const other = join(folder, 'other-proxy.yaml')
    writeFileSync(other, readFileSync(playbook, 'utf8').replace('    synapse:\n', '    synapse:\n      nginx: false\n'))
    const ask = (...more: readonly string[]) => swk('verify', other, '-i', inventory, '--reporter', 'json', ...more)
    const run = await ask('--active')
    expect(run.code, faults(run)).toBe(0)
    expect(
      tasks(run)
        .flatMap(({ notes = [] }) => notes)
        .join(),
    ).toMatch(/answered by 6 processes.*download it/)
    await done('systemctl stop nginx')
    const silent = await ask()
    await done('systemctl start nginx')
    expect(silent.code).toBe(2)
    expect(faults(silent)).toMatch(/nothing listens on port 443 or 80 of this host|no answer at https/)
  })

  it('has changed nothing, and all is well again', async () => {
    const run = await verify()
    expect(run.code, faults(run)).toBe(0)
    const check = await swk('play', playbook, '-i', inventory, '--check', '--reporter', 'json')
    expect(tasks(check, 'changed').map(({ task }) => task)).toEqual([])
  })
})

describe('swk topology --limit', () => {
  const show = (file: string, ...more: readonly string[]) =>
    swk('topology', file, '-i', inventory, '--limit', name, ...more)

  it('says that a host is as its topology says', async () => {
    const run = await show(playbook)
    expect(run.stderr).toBe('')
    expect(run.stdout).toContain(`${name} is as this says.`)
  })

  it('says which workers are missing or surplus, which files differ, and why processes restart', async () => {
    const other = join(folder, 'other.yaml')
    writeFileSync(
      other,
      `- hosts: homeservers
  become: true
  topology: { synapse: { workers: { client-sync: 1, roomworker: 1, federation-sender: 1, mediaworker: 1, pusher: 1 } } }
`,
    )
    const run = await show(other, '--format', 'json')
    expect(run.code).toBe(0)
    const [difference] = JSON.parse(run.stdout).differences
    expect(difference).toMatchObject({ host: name, missing: ['pusher1'], refused: null })
    expect(difference.surplus.toSorted()).toEqual(['roomworker2', 'typing1'])
    expect(difference.files).toContainEqual({ path: '/etc/matrix-synapse/workers/pusher1.yaml', change: 'new' })
    expect(difference.files).toContainEqual({ path: '/etc/matrix-synapse/workers/typing1.yaml', change: 'removed' })
    expect(difference.units).toContainEqual({ unit: 'matrix-synapse.service', change: 'restarts' })
    expect(difference.because.join()).toMatch(/typing1 is no longer declared/)
  })

  it('asks nobody without it', async () => {
    const run = await swk('topology', playbook, '-i', inventory, '--format', 'json')
    expect(JSON.parse(run.stdout).differences).toBeUndefined()
  })
})
