/** One homeserver through every change: workers come, go, get other names, a stream moves, and in the end it is the monolith that it was. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Fingerprint, fingerprint, type LabHost, up } from '../../../src/lab/index.ts'
import { expectOldMessages, expectUsersAtHome, type Past, pastOf } from '../support/expect-users.ts'
import { waitForLock } from '../support/lock.ts'
import { type SwkRun, summary, tasks } from '../support/swk.ts'
import { type Workshop, workshop } from '../support/workshop.ts'

const name = 'rollout'
/** What passes on any running homeserver, what its users upload here, and what Redis brought and keeps. */
const except = [
  '/var/lib/matrix-synapse/media',
  '/var/log',
  '/var/lib/postgresql',
  '/run/postgresql',
  '/tmp',
  '/var/tmp',
  '/var/cache',
  '/var/lib/apt',
  '/var/lib/dpkg',
  // What `swk rollback` needs; nothing else of swk is there.
  '/var/lib/swk/journal',
]
const ofRedis =
  /redis|jemalloc|libatomic|liblzf|\/etc\/ld\.so\.cache|\/etc\/(passwd|shadow|group|gshadow)-? |\/run\/(swk|adduser)/

let host: LabHost
let shop: Workshop
let before: Fingerprint
let past: Past & { readonly messages: readonly string[] }

const playbook = (workers: string) => `- hosts: homeservers
  become: true
  topology:
    synapse:
      drain: 5
      workers: ${workers}
`

beforeAll(async () => {
  host = await up({ name, image: 'monolith' })
  shop = await workshop([host])
  past = (await pastOf(host)) as typeof past
  before = await fingerprint(host, { except, content: true })
})
afterAll(async () => {
  shop?.remove()
  await host?.stop()
})

/**
 * A line each: what a person would compare. What a process noted at its start has another size at its next start, and the first run of all
 * has made its own directory by then.
 */
const changesOf = (run: SwkRun): readonly string[] =>
  tasks(run)
    .filter(({ section }) => section !== 'verification')
    .flatMap(({ task, status, diff }) => [
      `${status} ${task}`,
      ...diff
        .filter(({ path }) => path !== '/var/lib/swk')
        .map(
          ({ path, before, after }) => `  ${path}: ${before?.replace(/not read, \d+ bytes/, 'not read')} -> ${after}`,
        ),
    ])

const first = '{ client-sync: 2, roomworker: 1, mediaworker: 1, federation-sender: 1, typing: 1 }'
const stages: readonly (readonly [what: string, workers: string])[] = [
  ['two of a role and a writer', first],
  ['more of them', '{ client-sync: 3, roomworker: 1, mediaworker: 1, federation-sender: 2, typing: 1 }'],
  ['fewer of them', '{ client-sync: 2, roomworker: 1, mediaworker: 1, federation-sender: 1, typing: 1 }'],
  [
    'other names',
    '{ client-sync: { names: [sync-a, sync-b] }, roomworker: 1, mediaworker: 1, federation-sender: 1, typing: 1 }',
  ],
  [
    'a stream that moves',
    '{ client-sync: { names: [sync-a, sync-b] }, roomworker: 1, mediaworker: 1, federation-sender: 1, receipts: 2 }',
  ],
]

describe('a homeserver becomes', () => {
  it.each(stages)('%s, as the check has shown, and then there is nothing to do', async (_what, workers) => {
    const check = await shop.check(playbook(workers))
    const run = await shop.play(playbook(workers))
    expectDone(run)
    expect(changesOf(run)).toEqual(changesOf(check))
    await expectNothingToDo(workers)
    await expectUsersAtHome(host, past)
    await expectOldMessages(host, past)
    expect(await leftOver(workers)).toEqual([])
  })

  it('whole again, where a restart was cut off in the middle', async () => {
    const { child, ended } = shop.start(playbook(first))
    await waitForMain()
    child.kill('SIGKILL')
    await ended
    await waitForLock(host)
    expectDone(await shop.play(playbook(first)))
    await expectNothingToDo(first)
    await expectUsersAtHome(host, past)
  })

  it('of one version, where Synapse was upgraded while it ran', async () => {
    // As a package does: the library is another file by now, and main is restarted.
    await host.run(`lib=$(find /opt/venvs/matrix-synapse -name 'synapse_rust*.so') && cp -p "$lib" "$lib.new" && mv "$lib.new" "$lib"
systemctl restart matrix-synapse`)
    const run = await shop.play(playbook(first))
    expectDone(run)
    const notes = tasks(run, 'changed').flatMap(task => task.notes ?? [])
    expect(notes.filter(note => note.includes('Synapse was upgraded while it ran')).length).toBeGreaterThan(5)
    await expectNothingToDo(first)
  })
})

describe('back to a monolith', () => {
  it('nothing of swk is left, and people find all that is theirs', async () => {
    const check = await shop.check(playbook('{}'))
    const run = await shop.play(playbook('{}'))
    expectDone(run)
    expect(changesOf(run)).toEqual(changesOf(check))
    await expectNothingToDo('{}')
    const after = await fingerprint(host, { except, content: true })
    expect(differences(before, after).filter(line => !line.startsWith('/var/lib/swk: '))).toEqual([])
    expect((await host.run('ls -A /var/lib/swk')).stdout.trim()).toBe('journal')
    expect((await host.run('getent group clubmatrix')).code).not.toBe(0)
    expect(
      (await host.run('systemctl list-units --all --no-legend "matrix-synapse*"')).stdout.trim().split('\n'),
    ).toHaveLength(1)
    await expectUsersAtHome(host, past)
    await expectOldMessages(host, past)
  })
})

function expectDone(run: SwkRun): void {
  expect(run.code, run.stderr + JSON.stringify(tasks(run, 'failed')).slice(-3000)).toBe(0)
}

async function expectNothingToDo(workers: string): Promise<void> {
  const again = await shop.play(playbook(workers))
  expectDone(again)
  expect(tasks(again, 'changed').map(task => task.task)).toEqual([])
  expect(summary(again, name)).toMatchObject({ changed: 0, failed: 0, unknown: 0 })
}

/** Workers that run, or have a file, a drop-in, a socket or a gate, and that nobody asked for. */
async function leftOver(workers: string): Promise<readonly string[]> {
  const looks = `systemctl list-units --all --no-legend --plain "matrix-synapse-*@*" | cut -d" " -f1
ls /etc/matrix-synapse/workers /etc/matrix-synapse/workers-log /run/matrix-synapse
ls -d /etc/systemd/system/matrix-synapse-*@?*.d /etc/systemd/system/*.wants/matrix-synapse-*@?* 2>/dev/null`
  const { stdout } = await host.run(looks)
  const gone = [
    ...(workers.includes('sync-a')
      ? ['clientsync']
      : ['sync-a', 'clientsync3', 'federationsender2'].slice(workers.includes('client-sync: 3') ? 3 : 0)),
    ...(workers.includes('typing') ? ['receipts'] : ['typing']),
  ]
  return stdout.split('\n').filter(line => gone.some(one => line.includes(one)))
}

/** Until main is on its way down or up. */
async function waitForMain(): Promise<void> {
  const { stdout } = await host.run('systemctl show -P MainPID matrix-synapse')
  await host.run(
    `for i in $(seq 1200); do [ "$(systemctl show -P MainPID matrix-synapse)" = ${stdout.trim()} ] || break; sleep .1; done`,
  )
}

function differences(was: Fingerprint, is: Fingerprint): readonly string[] {
  const paths = new Set([...was.keys(), ...is.keys()])
  return [...paths]
    .filter(path => was.get(path) !== is.get(path) && !ofRedis.test(`${path} `))
    .map(path => `${path}: ${was.get(path)} -> ${is.get(path)}`)
}
