/** Homeservers whose workers were set up by hand: refused with the playbook to write, and with that converged in place. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LabHost, up, writeInventory } from '../../../src/lab/index.ts'
import { expectUsersAtHome, pastOf } from '../support/expect-users.ts'
import { type SwkRun, summary, swk, tasks } from '../support/swk.ts'

type Setup = { readonly script: string; readonly workers: readonly string[] }

const setups: readonly (readonly [name: string, setup: Setup])[] = [
  [
    "Synapse's documentation",
    { script: 'by-docs', workers: ['federation_sender1', 'generic_worker1', 'media_worker', 'to_device_writer1'] },
  ],
  ['the guide "Worker-based setup"', { script: 'by-seed', workers: ['clientsync1', 'mediaworker1', 'roomworker1'] }],
]

describe.each(setups)('workers set up by %s', (_name, { script, workers }) => {
  const folder = mkdtempSync(join(tmpdir(), 'swk-test-'))
  const inventory = join(folder, 'inventory.yaml')
  const playbook = join(folder, 'site.yaml')
  let host: LabHost

  beforeAll(async () => {
    host = await up({ name: `rf-${script}`, image: 'monolith' })
    await writeInventory([host], inventory)
    const text = readFileSync(join(import.meta.dirname, 'adoption', `${script}.sh`), 'utf8')
    const made = await host.run(text)
    expect(made.code, made.stderr).toBe(0)
  })
  afterAll(() => host?.stop())

  const run = (command: string, ...more: readonly string[]): Promise<SwkRun> =>
    swk(command, playbook, '-i', inventory, '--reporter', 'json', ...more)
  const write = (topology: string) => {
    const indented = topology.replaceAll(/^/gm, '  ')
    writeFileSync(playbook, `- name: Workers\n  hosts: all\n  become: true\n${indented}\n`)
  }

  it('are refused where the playbook does not name them, with what it would have to say', async () => {
    write('topology: { synapse: { workers: { pusher: 1 } } }')
    const refused = await run('play')
    const error = tasks(refused, 'failed')[0]?.error
    expect(refused.code, refused.stdout.slice(-2000)).toBe(2)
    expect(error).toMatchObject({ code: 'refused', message: expect.stringContaining('does not name') })
    for (const name of workers) expect(error?.message).toContain(`${name}: `)
    const yaml = /^topology:\n(?: .*\n)+/m.exec(error?.hint ?? '')?.[0]
    expect(yaml).toBeDefined()
    write(yaml ?? '')
  })

  it('are shown in a check as differences of the files that are there', async () => {
    const check = await run('play', '--check')
    expect(check.code, check.stdout.slice(-3000)).toBe(0)
    const diffs = new Map(tasks(check).flatMap(task => task.diff.map(diff => [diff.path, diff] as const)))
    for (const name of workers) {
      const diff = diffs.get(`/etc/matrix-synapse/workers/${name}.yaml`)
      expect(diff?.before).toContain(name)
      expect(diff?.after).toContain(`/run/matrix-synapse/inbound_${name}.sock`)
    }
    expect(diffs.get('/etc/systemd/system/matrix-synapse-worker@.service')?.before).toContain('Description=Synapse %i')
  })

  it('become those of the topology, and nothing is left of the old ones', async () => {
    const played = await run('play')
    expect(played.code, played.stdout.slice(-4000)).toBe(0)
    const units = await host.run(
      "systemctl list-units --plain --no-legend --state=active 'matrix-synapse-worker@*' | sed 's/.*@\\(.*\\)\\.service.*/\\1/' | sort; echo; ls /etc/matrix-synapse/workers",
    )
    const [running, files] = units.stdout.trim().split('\n\n')
    expect(running?.split('\n')).toEqual(workers)
    expect(files?.split('\n')).toEqual(workers.map(name => `${name}.yaml`))
    const ports = await host.run("ss -Htlnp | grep '\"python' | sed 's/.*:\\([0-9]*\\) .*:.*/\\1/' | sort -u")
    expect(ports.stdout.trim()).toBe('8008')
    const sockets = await host.run("cd /run/matrix-synapse; ls | grep -v 'lock$' | grep -v ^gate | sort")
    const meant = workers.map(name => `inbound_${name}.sock`)
    const listening = sockets.stdout.trim().split('\n')
    expect(listening.filter(name => !name.startsWith('replication'))).toEqual(meant)
  })

  it('pass swk verify, serve their people, and a second play has nothing to do', async () => {
    const verified = await run('verify')
    expect(verified.code, verified.stdout.slice(-3000)).toBe(0)
    await expectUsersAtHome(host, await pastOf(host))
    const again = await run('play')
    expect(again.code, again.stdout.slice(-3000)).toBe(0)
    expect(tasks(again, 'changed').map(task => task.task)).toEqual([])
    expect(summary(again, host.name)).toMatchObject({ changed: 0, roundTrips: 1 })
  })
})
