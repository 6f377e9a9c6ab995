/** The main job on a real homeserver: check, convert under load, play again, restart under load, reboot. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fingerprint, type LabHost, up, writeInventory } from '../../../src/lab/index.ts'
import { eventSchema } from '../../../src/reporters/schema.ts'
import { expectOldMessages, expectUsersAtHome, pastOf } from '../support/expect-users.ts'
import { startLoad } from '../support/load.ts'
import { type SwkRun, summary, swk, tasks } from '../support/swk.ts'

const name = 'conversion'
// What an interval without swk changes too: logs, the database, the collections that PostgreSQL and Synapse keep.
const restless = ['/var/log', '/var/lib/postgresql', '/run/postgresql', '/tmp', '/var/tmp']

let host: LabHost
let inventory: string
let converted: SwkRun

const play = (...more: readonly string[]): Promise<SwkRun> =>
  swk('play', 'site.yaml', '-i', inventory, '--reporter', 'json', ...more)

beforeAll(async () => {
  host = await up({ name, image: 'monolith' })
  inventory = join(mkdtempSync(join(tmpdir(), 'swk-test-')), 'inventory.yaml')
  await writeInventory([host], inventory)
})
afterAll(() => host?.stop())

describe('a monolithic homeserver', () => {
  it('is not touched by a check, which shows every file', async () => {
    const before = await fingerprint(host, { except: restless })
    const check = await play('--check')
    const after = await fingerprint(host, { except: restless })
    expect(check.code, check.stderr + check.stdout.slice(-2000)).toBe(0)
    expect(changes(before, after)).toEqual([])
    // One for the host, one for the archives of Redis.
    expect(summary(check, name)).toMatchObject({ roundTrips: 2, unknown: 0 })
    const paths = tasks(check).flatMap(task => task.diff.map(diff => diff.path))
    for (const path of [
      '/etc/matrix-synapse/conf.d/redis.yaml',
      '/etc/matrix-synapse/workers/clientsync1.yaml',
      '/etc/nginx/sites-available/matrix',
      '/etc/redis/redis.conf',
    ]) {
      expect(paths).toContain(path)
    }
  })

  it('is converted while its users notice nothing', async () => {
    const past = await pastOf(host)
    const load = await startLoad(host.address, past.room, past.media, 50)
    converted = await play()
    const report = await load.stop()
    expect(converted.code, converted.stderr + converted.stdout.slice(-3000)).toBe(0)
    console.log(
      `converted under load: ${report.failed.length} of ${report.sent} failed, slowest ${report.slowestMs} ms (${report.slowest})`,
    )
    expect(report.failed).toEqual([])
    expect(report.slowestMs).toBeLessThan(10_000)
  })

  it('tells of it in events that fit their schema', () => {
    for (const event of converted.events)
      expect(eventSchema.safeParse(event), JSON.stringify(event)).toMatchObject({ success: true })
  })

  it('takes no more round trips than one, its stages and its changes', () => {
    const { roundTrips, changed } = summary(converted, name)
    expect(changed).toBeGreaterThan(10)
    // Stages: what is looked at again because something was started, and the verification's requests.
    expect(roundTrips).toBeLessThanOrEqual(1 + stages(converted) + changed)
  })

  it('has nothing to do the second time, in one round trip', async () => {
    const again = await play()
    expect(again.code).toBe(0)
    expect(tasks(again, 'changed').map(task => task.task)).toEqual([])
    expect(summary(again, name)).toMatchObject({ changed: 0, failed: 0, unknown: 0, roundTrips: 1 })
  })

  it('serves its people, from the workers that are meant to', async () => {
    const past = (await pastOf(host)) as never
    await expectUsersAtHome(host, past)
    await expectOldMessages(host, past)
    const served = await host.run(`sleep 6; cd /var/log/matrix-synapse; grep -l 'Processed request' *.log | sort`)
    for (const worker of ['clientsync1', 'roomworker', 'mediaworker1']) expect(served.stdout).toContain(worker)
  })

  it('lets more than fifty requests wait at each of its sockets', async () => {
    const { stdout } = await host.run("ss -Hxl | grep /run/matrix-synapse/ | awk '{ print $4, $5 }'")
    const sockets = stdout.trim().split('\n')
    expect(sockets.length).toBeGreaterThan(10)
    expect(sockets.filter(line => !line.startsWith('4096 '))).toEqual([])
  })

  it('passes swk verify', async () => {
    const run = await swk('verify', 'site.yaml', '-i', inventory, '--reporter', 'json')
    expect(run.code, run.stderr + run.stdout.slice(-3000)).toBe(0)
    expect(tasks(run, 'ok').length).toBeGreaterThan(5)
  })

  it('loses no request when its main process restarts at a hundred requests a second', async () => {
    const past = await pastOf(host)
    const load = await startLoad(host.address, past.room, past.media, 10)
    await new Promise(resolve => setTimeout(resolve, 3000))
    expect((await host.run('systemctl restart matrix-synapse')).code).toBe(0)
    await new Promise(resolve => setTimeout(resolve, 3000))
    const report = await load.stop()
    console.log(
      `main restarted: ${report.failed.length} of ${report.sent} failed, slowest ${report.slowestMs} ms (${report.slowest})`,
    )
    expect(report.failed).toEqual([])
    expect(report.slowestMs).toBeLessThan(10_000)
  })

  it('is the same after a reboot', async () => {
    await host.reboot()
    await host.run(
      'for i in $(seq 60); do systemctl is-active matrix-synapse-worker@mediaworker1 >/dev/null && break; sleep 1; done; sleep 3',
    )
    const past = (await pastOf(host)) as never
    await expectUsersAtHome(host, past)
    await expectOldMessages(host, past)
    const again = await play()
    expect(again.code, again.stdout.slice(-3000)).toBe(0)
    expect(summary(again, name)).toMatchObject({ changed: 0, roundTrips: 1 })
  })

  it('refuses a playbook with three mistakes at three places, without a connection', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'swk-test-'))
    const file = join(folder, 'wrong.yaml')
    writeFileSync(
      file,
      `- hosts: homeservers
  tasks:
    - name: one
      copy: { dest: /etc/one, contnt: text }
    - name: two
      apt: { name: "{{ undefined_thing }}" }
    - name: three
      sytemd: { name: cron }
`,
    )
    const run = await swk('play', file, '-i', inventory, '--reporter', 'plain')
    expect(run.code).toBe(1)
    expect(run.stderr.match(/\^/g)?.length).toBeGreaterThanOrEqual(3)
    for (const line of [4, 6, 8]) expect(run.stderr).toContain(`wrong.yaml:${line}:`)
  })
})

function changes(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): readonly string[] {
  const paths = new Set([...before.keys(), ...after.keys()])
  return [...paths]
    .filter(path => before.get(path) !== after.get(path))
    .map(path => `${path}: ${before.get(path)} -> ${after.get(path)}`)
}

/** Looks at started units, and the verification's own reads and requests. */
function stages(run: SwkRun): number {
  const sections = new Set(tasks(run).map(task => task.section))
  return sections.size + tasks(run).filter(task => task.section === 'verification').length
}
