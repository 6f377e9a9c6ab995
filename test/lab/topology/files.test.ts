/** Files that the topology makes, read by those that they are for: Synapse's own parser, and systemd. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type LabHost, up } from '../../../src/lab/index.ts'
import { quote } from '../../../src/shell/sh.ts'
import { configCheck } from '../../../src/topology/config/parser-check.ts'
import { sharedFiles } from '../../../src/topology/config/shared.ts'
import { workerFiles } from '../../../src/topology/config/worker.ts'
import { monolith, type WorkerOptions, workersOf } from '../../../src/topology/model/deployment.ts'
import { typicalFacts } from '../../../src/topology/model/facts.ts'
import { workerDropIn, workerFile } from '../../../src/topology/model/paths.ts'
import { roles } from '../../../src/topology/model/roles/index.ts'
import { workerUnitFile } from '../../../src/topology/systemd/worker-unit.ts'

let host: LabHost
beforeAll(async () => {
  host = await up({ name: 'rd-files', image: 'monolith' })
  await host.run('mkdir -p /etc/matrix-synapse/workers /etc/matrix-synapse/workers-log')
})
afterAll(() => host?.stop())

function deploymentWith(count: number, options: WorkerOptions = {}) {
  const role = roles.find(({ name }) => name === 'client-sync')
  if (role === undefined) throw new Error('there is no such role')
  return { ...monolith, workers: workersOf(role, count, options) }
}

async function write(path: string, text: string): Promise<void> {
  const done = await host.run(`mkdir -p "$(dirname ${quote(path)})"; printf %s ${quote(text)} >${quote(path)}`)
  expect(done.code, done.stderr).toBe(0)
}

describe("Synapse's own parser", () => {
  const deployment = deploymentWith(3, { cacheFactor: 1.5, settings: { caches: { expire_caches: false } } })
  const check = () => host.run((configCheck(deployment, typicalFacts).check[0] ?? []).map(quote).join(' '))
  const own = (name: string) =>
    host.run(
      `cd /etc/matrix-synapse; /opt/venvs/matrix-synapse/bin/python -m synapse.config -c homeserver.yaml -c conf.d -c workers/${name}.yaml`,
    )

  beforeAll(async () => {
    const files = [
      ...deployment.workers.flatMap(worker => workerFiles(worker, deployment, typicalFacts)),
      ...sharedFiles(deployment, typicalFacts),
    ]
    for (const { path, text } of files) if (text !== null) await write(path, text)
    await write('/etc/matrix-synapse/worker_replication_secret', 'secret')
  })

  test('accepts the files of workers', async () => {
    expect(await check()).toMatchObject({ code: 0, stderr: '' })
  })

  const wrong: readonly [string, string][] = [
    ['a value that it does not take', 'caches: { global_factor: fast }\n'],
    ['what is no YAML', 'a: [\n'],
    ['a listener without a type', 'worker_listeners: [{ path: /run/x.sock }]\n'],
  ]

  test.each(wrong)('says what is wrong, and of whom: %s', async (_, more) => {
    const path = workerFile('clientsync2')
    const before = (await host.run(`cat ${path}`)).stdout
    await write(path, before + more)
    const found = await check()
    const alone = await own('clientsync2')
    await write(path, before)
    expect(alone.code).not.toBe(0)
    expect(found.code).toBe(1)
    expect(found.stderr).toMatch(/\nclientsync2: python -m synapse\.config .*clientsync2\.yaml\n$/)
    const last = alone.stderr.trim().split('\n').at(-1) ?? ''
    expect(found.stderr.replaceAll('/etc/matrix-synapse/', '')).toContain(last.replaceAll('/etc/matrix-synapse/', ''))
  })
})

test('systemd reads what is said of a worker as it was said', async () => {
  const environment = {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: systemd's own way to write a variable
    ODD: 'a "b" \'c\' \\d \\n %n %% $HOME ${X} é ; # $',
    LINES: 'one\ntwo\ttabbed ',
    EMPTY: '',
    URL: 'postgres://u:p%40ss@h/db?x=1&y=2',
  }
  const [worker] = deploymentWith(1, { environment, nice: -5, cpu: '150%', memory: '512M' }).workers
  if (worker === undefined) throw new Error('no worker')
  await write('/etc/systemd/system/matrix-synapse-worker@.service', '[Service]\nExecStart=/bin/sleep infinity\n')
  await write(workerDropIn(worker.name), workerUnitFile(worker).text ?? '')
  const unit = `matrix-synapse-worker@${worker.name}`
  expect((await host.run(`systemctl daemon-reload; systemctl start ${unit}`)).code).toBe(0)
  const environ = await host.run(`cat /proc/$(systemctl show -P MainPID ${unit})/environ`)
  for (const [key, value] of Object.entries(environment))
    expect(environ.stdout.split('\0')).toContain(`${key}=${value}`)
  const shown = await host.run(
    `systemctl show -p Nice,CPUQuotaPerSecUSec,MemoryMax ${unit}; journalctl -b --no-pager | grep swk.conf`,
  )
  expect(shown.stdout.trim().split('\n').toSorted()).toEqual([
    'CPUQuotaPerSecUSec=1.500000s',
    `MemoryMax=${512 * 1024 ** 2}`,
    'Nice=-5',
  ])
  await host.run(`systemctl stop ${unit}`)
})
