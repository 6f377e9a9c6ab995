/** What has to stop together, what may restart by itself, and why. */
import { describe, expect, test } from 'vitest'
import type { State } from '../../../src/resources/kind.ts'
import { newUnit } from '../../../src/resources/unit/new.ts'
import { asNote } from '../../../src/resources/unit/start-record.ts'
import { sha256 } from '../../../src/sdk/content.ts'
import type { Deployment } from '../../../src/topology/model/deployment.ts'
import type { FoundWorker } from '../../../src/topology/model/facts.ts'
import { sharedFile, workerFile } from '../../../src/topology/model/paths.ts'
import { planBatch } from '../../../src/topology/rollout/plan/batches.ts'
import { listConfigFiles } from '../../../src/topology/rollout/plan/config-files.ts'
import { withoutWorkers } from '../../../src/topology/rollout/plan/drain.ts'
import { planRestart } from '../../../src/topology/rollout/plan/plan.ts'
import { processesOf } from '../../../src/topology/rollout/plan/process.ts'
import { deploymentOf, factsWith, fourRoles, observedOf } from '../support.ts'

const deployment = deploymentOf(fourRoles)
/** The configuration is there as it is to be. */
const textsOf = (of: Deployment) =>
  new Map(listConfigFiles(of, factsWith({}), observedOf({})).files.map(({ path, text }) => [path, text]))

/** A host on which all run and began with what is there, but for `changed` and what `more` says of units. */
function host(of: Deployment, changed: readonly string[], more: Readonly<Record<string, Partial<State>>> = {}) {
  const processes = processesOf(of)
  const texts = textsOf(of)
  const hashes = (file: string) => sha256(texts.get(file) ?? file)
  const all = [...new Set(processes.flatMap(process => process.files))]
  const files = all.filter(file => texts.get(file) !== null)
  const paths = files.map(file => [`path:${file}`, { type: 'file', sha256: hashes(file) }] as const)
  const units = processes.map(({ unit, files }) => {
    const there = files.filter(file => texts.get(file) !== null)
    const began = there.map(file => [file, changed.includes(file) ? 'b'.repeat(64) : hashes(file)] as const)
    const state = { ...newUnit, active: 'active', mainPid: 1, config: asNote(new Map(began)), ...more[unit] }
    return [`unit:${unit}`, state as State] as const
  })
  return observedOf(Object.fromEntries([...paths, ...units]))
}

const found = (name: string, resources: string, managed = true): FoundWorker => ({
  ...{
    name,
    file: workerFile(name),
    managed,
    unit: `matrix-synapse-worker@${name}.service`,
    active: true,
    enabled: true,
  },
  ...{ text: `worker_listeners:\n  - path: /x\n    resources:\n      - names: [${resources}]\n`, hidden: [] },
})
const names = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name)
const plan = (changed: readonly string[], workers: readonly FoundWorker[] = [], more = {}) =>
  planRestart(deployment, factsWith({ workers }), host(deployment, changed, more))

describe('who stops together', () => {
  test('nobody, where all began with what is there', () => {
    expect(plan([])).toEqual({ together: [], leaving: [], leavingLast: [], rolling: [], stopsAll: false, reasons: [] })
  })

  test('all, where the writers change', () => {
    const { together, rolling, reasons } = plan([sharedFile('workers'), workerFile('clientsync1')])
    expect(names(together)).toEqual(['main', ...deployment.workers.map(({ name }) => name)])
    expect(rolling).toEqual([])
    expect(reasons.join()).toContain(
      'a process that starts deletes the stream positions of writers that its configuration does not list',
    )
  })

  test('but for those that began with it', () => {
    const workers = deployment.workers.map(({ name }) => `matrix-synapse-worker@${name}.service`)
    const others = Object.fromEntries(workers.map(unit => [unit, { active: 'inactive' }]))
    const { together, stopsAll } = plan([sharedFile('workers')], [], others)
    expect([names(together), stopsAll]).toEqual([['main'], true])
  })

  test('main and the workers of a role, where what they share changes', () => {
    const { together, reasons } = plan([sharedFile('federation-senders')])
    expect(names(together)).toEqual(['main', 'federationsender1'])
    expect(reasons.join()).toContain('main, federationsender1 restart together')
  })

  test('main alone, where its listeners change', () => {
    const { together, reasons } = plan([sharedFile('listeners')])
    expect(names(together)).toEqual(['main'])
    expect(reasons).toEqual(['listeners.yaml changed: main restarts while requests wait at its holding socket'])
  })

  test('nobody, where a worker changes by itself: it restarts in a wave', () => {
    const { together, rolling } = plan([workerFile('clientsync2')])
    expect(together).toEqual([])
    expect(rolling.map(({ process }) => process.name)).toEqual(['clientsync2'])
  })
})

describe('an upgrade', () => {
  const replaced = ['/opt/venvs/matrix-synapse/lib/python3.11/site-packages/synapse/synapse_rust.abi3.so']
  const all = Object.fromEntries(processesOf(deployment).map(({ unit }) => [unit, { replaced }]))

  test('restarts main first, then the others in waves', () => {
    const { together, rolling, reasons } = plan([], [], all)
    expect(names(together)).toEqual(['main'])
    expect(rolling).toHaveLength(deployment.workers.length)
    expect(reasons.join()).toContain('Synapse was upgraded: main restarts first')
  })

  test('goes on with the workers where main has been restarted by its package', () => {
    const { together, rolling } = plan([], [], { ...all, 'matrix-synapse.service': { replaced: [] } })
    expect(together).toEqual([])
    expect(rolling).toHaveLength(deployment.workers.length)
  })

  test('of other libraries is none', () => {
    const other = { 'matrix-synapse.service': { replaced: ['/usr/lib/x86_64-linux-gnu/libssl.so.3'] } }
    expect(plan([], [], other).together).toEqual([])
  })
})

describe('surplus workers', () => {
  test('that only share the load leave when the rest is as it should be', () => {
    const { leaving, leavingLast } = plan([], [found('clientsync3', 'client')])
    expect([names(leaving), names(leavingLast)]).toEqual([[], ['clientsync3']])
  })

  test('that hold work, or whose role nobody knows, are gone before anything starts', () => {
    const workers = [
      found('federationsender2', 'health'),
      found('mine', 'client'),
      found('typing1', 'client, replication'),
    ]
    expect(names(plan([], workers).leaving)).toEqual(['federationsender2', 'mine', 'typing1'])
  })

  test('all are gone before anything starts, where work changes hands', () => {
    const { leaving, leavingLast } = plan([sharedFile('federation-senders')], [found('clientsync3', 'client')])
    expect([names(leaving), names(leavingLast)]).toEqual([['clientsync3'], []])
  })

  test('all are gone before anything starts, where all stop', () => {
    const { leaving, leavingLast } = plan([sharedFile('workers')], [found('clientsync3', 'client')])
    expect([names(leaving), names(leavingLast)]).toEqual([['clientsync3'], []])
  })

  test('that swk did not make stay', () => {
    expect(plan([], [found('generic_worker1', 'client', false)]).leaving).toEqual([])
  })
})

test('a wave takes half of a role at most', () => {
  const { rolling } = plan([workerFile('clientsync1'), workerFile('clientsync2'), workerFile('mediaworker1')])
  const wave = (which: 'first' | 'rest') => planBatch(rolling, deployment, which).map(({ process }) => process.name)
  expect(wave('first')).toEqual(['clientsync1', 'mediaworker1'])
  expect(wave('rest')).toEqual(['clientsync1', 'clientsync2', 'mediaworker1'])
})

describe('workers that leave nginx', () => {
  const text = `upstream matrix_main {
    server unix:/run/matrix-synapse/gate.sock max_fails=0;
}

upstream matrix_client_sync {
    hash $matrix_token consistent;
    server unix:/run/matrix-synapse/inbound_clientsync1.sock max_fails=0;
    server unix:/run/matrix-synapse/inbound_clientsync2.sock max_fails=0;
}
`
  test('leave what they served to the others of their role', () => {
    expect(withoutWorkers(text, ['clientsync1'])).not.toContain('clientsync1')
    expect(withoutWorkers(text, ['clientsync1'])).toContain('inbound_clientsync2.sock')
  })

  test('leave it to main where there is no other', () => {
    const gate = '    server unix:/run/matrix-synapse/gate.sock max_fails=0;\n'
    expect(withoutWorkers(text, ['clientsync1', 'clientsync2'])).toContain(
      `upstream matrix_client_sync {\n${gate}${gate}}\n`,
    )
  })

  test('one whose name begins like theirs stays', () => {
    expect(withoutWorkers(text, ['clientsync'])).toBe(text)
  })
})
