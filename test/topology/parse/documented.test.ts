/** What the manual and the examples show is read as it says. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadProject } from '../../../src/playbook/project.ts'
import { load } from '../../playbook/project-in.ts'

const root = join(import.meta.dirname, '../../..')
const page = readFileSync(join(root, 'docs/topology.md'), 'utf8')
const blocks = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, yaml]) => yaml as string)

describe('every topology of docs/topology.md is loaded', () => {
  test.each(blocks)('%s', async yaml => {
    const { plays } = await load(`- hosts: web\n${yaml.replace(/^(?=.)/gm, '  ')}`)
    expect(plays[0]?.topology('a1')?.deployment).toBeDefined()
  })
})

describe('the examples mean what they say', () => {
  const deploymentIn = async (example: string) => {
    const { plays } = await loadProject({
      playbook: `examples/topologies/${example}.yaml`,
      inventory: 'prod',
      cwd: root,
    })
    const deployment = plays[0]?.topology('matrix1.example.org')?.deployment
    if (!deployment) throw new Error('it has no topology')
    return { ...deployment, names: deployment.workers.map(({ name }) => name) }
  }
  const optionsOf = ({ workers }: Awaited<ReturnType<typeof deploymentIn>>, name: string) =>
    workers.find(worker => worker.name === name)?.options

  test('a preset', async () => {
    const { names, proxy } = await deploymentIn('preset')
    expect(names).toEqual(expect.arrayContaining(['clientsync2', 'pusher1', 'streamwriter1']))
    expect(proxy).toBe('nginx')
  })

  test('a preset with overrides', async () => {
    const deployment = await deploymentIn('overrides')
    expect(deployment).toMatchObject({ restrictsOutbound: true, maxConnections: 200, drain: 30 })
    expect(deployment.names.filter(name => /clientsync|federationsender|pusher/.test(name))).toEqual([
      ...['clientsync1', 'clientsync2', 'clientsync3', 'federationsender1', 'federationsender2'],
    ])
    expect(optionsOf(deployment, 'clientsync1')).toEqual({ cacheFactor: 2, memory: '2G' })
    expect(optionsOf(deployment, 'background1')).toEqual({ nice: 10, cpu: '50%', logLevel: 'WARNING' })
    expect(optionsOf(deployment, 'mediaworker1')).toEqual({
      environment: { MALLOC_ARENA_MAX: '2' },
      settings: { max_image_pixels: '16M' },
    })
  })

  test('a room with a worker of its own', async () => {
    const { names, rooms } = await deploymentIn('busy-room')
    expect(names).toEqual(expect.arrayContaining(['townsquare', 'rooms1', 'rooms2', 'events2', 'streamwriter1']))
    expect(rooms).toEqual([{ room: '!townsquare:example.org', worker: 'townsquare' }])
  })

  test('another proxy', async () => {
    expect(await deploymentIn('other-proxy')).toMatchObject({ proxy: 'other', rooms: [] })
  })
})
