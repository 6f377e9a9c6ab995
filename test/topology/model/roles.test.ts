import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { sharedSettings } from '../../../src/topology/config/role-settings.ts'
import { sharedFiles } from '../../../src/topology/config/shared.ts'
import { workerFiles } from '../../../src/topology/config/worker.ts'
import { mainOnly } from '../../../src/topology/model/api/main-only.ts'
import { type Deployment, monolith, workersOf } from '../../../src/topology/model/deployment.ts'
import { presets } from '../../../src/topology/model/presets.ts'
import { type Role, ranks, type Stream, singleWriterStreams, streams } from '../../../src/topology/model/role.ts'
import { roles } from '../../../src/topology/model/roles/index.ts'
import { writersOf } from '../../../src/topology/model/writers.ts'
import { readRequest } from '../../../src/topology/routing/request.ts'
import { fits } from '../../../src/topology/routing/table.ts'
import { exampleOf, routeOf } from '../routing/requests.ts'
import { viewFrom } from '../show/support.ts'
import { deploymentOf, factsWith } from '../support.ts'

const named = roles.map(role => [role.name, role] as const)
const routed = roles.flatMap(role =>
  role.routes.map(route => [`${role.name} ${exampleOf(route).url}`, role, route] as const),
)

test('a file in roles/ is a role of its name, and all are in the index', () => {
  const files = readdirSync(new URL('../../../src/topology/model/roles', import.meta.url)).filter(
    file => file !== 'index.ts',
  )
  expect(files.map(file => file.replace(/\.ts$/, '')).toSorted()).toEqual(roles.map(({ name }) => name).toSorted())
})

test('no name means two roles', () => {
  const all = roles.flatMap(({ name, aliases = [] }) => [name, ...aliases])
  expect(all.filter((name, i) => all.indexOf(name) !== i)).toEqual([])
  for (const name of all) expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/)
})

test('no two roles share a file in conf.d, nor a setting', () => {
  const sharing = roles.filter(({ sharedIn }) => sharedIn !== undefined)
  const settings = sharing.flatMap(role => Object.keys(sharedSettings(role, ['x1'])))
  expect(sharing.length).toBeGreaterThan(0)
  for (const role of sharing) expect(Object.keys(sharedSettings(role, ['x1'])), role.name).not.toEqual([])
  expect(new Set(sharing.map(({ sharedIn }) => sharedIn)).size).toBe(sharing.length)
  expect(new Set(settings).size).toBe(settings.length)
})

describe('the example of each route', () => {
  test.each(routed)('%s fits its pattern', (_title, _role, route) => {
    const { method, url } = exampleOf(route)
    expect(fits(route, readRequest(`${method} ${url}`))).toBe(true)
  })

  test.each(routed)('%s goes to its role, where no more special one is there', (_title, role, route) => {
    const { method, url } = exampleOf(route)
    const request = readRequest(`${method} ${url}`)
    expect(routeOf([role], request)?.role).toBe(role)
    const winner = routeOf(roles, request)?.role as Role
    expect(placeOf(winner)).toBeLessThanOrEqual(placeOf(role))
  })
})

test('what main alone serves is taken by no role', () => {
  for (const route of mainOnly) {
    const { method, url } = exampleOf(route)
    expect(routeOf(roles, readRequest(`${method} ${url}`)), url).toMatchObject({ role: null })
  }
})

describe('a role alone', () => {
  test.each(named)('%s makes the configuration of a worker, and of all processes', (_name, role) => {
    const deployment = alone(role)
    const facts = factsWith({})
    const worker = deployment.workers.find(({ name }) => name.startsWith(role.name.replaceAll('-', '')))
    if (!worker) throw new Error('no worker')
    const text = workerFiles(worker, deployment, facts)
      .map(file => file.text)
      .join('')
    expect(text).toContain(`worker_name: ${worker.name}`)
    for (const name of worker.role.resources) expect(text).toContain(name)
    expect(sharedFiles(deployment, facts).length).toBeGreaterThan(2)
  })

  test.each(named)('%s compiles to tasks', (_name, role) => {
    expect(viewFrom(yamlOf(role)).tasks.length).toBeGreaterThan(10)
  })

  test.each(named.filter(([, role]) => role.writers))('%s is the writer of what its routes change', (_name, role) => {
    const deployment = alone(role)
    const writers = writersOf(deployment, factsWith({}))
    expect(Object.values(writers).flat()).toContain(`${role.name.replaceAll('-', '')}1`)
  })
})

test('each stream has a role of its own name, and those with one writer have no second worker', () => {
  for (const stream of streams) {
    const role = roles.find(({ name, aliases = [] }) => [name, ...aliases].includes(stream.replaceAll('_', '-')))
    expect(role, stream).toBeDefined()
    expect(role?.atMost === 1, stream).toBe(singleWriterStreams.includes(stream))
  }
})

describe('stream-writer', () => {
  const [role] = roles.filter(({ name }) => name === 'stream-writer') as [Role]
  const dealt = (list: readonly Stream[], count: number) =>
    writersOf({ ...monolith, workers: workersOf(role, count, { streams: list }) }, factsWith({}))

  test('deals its streams to its workers, each to one', () => {
    expect(dealt(['typing', 'to_device', 'receipts'], 2)).toEqual({
      typing: ['streamwriter1'],
      to_device: ['streamwriter2'],
      receipts: ['streamwriter1'],
    })
  })

  test('leads the requests of a stream to the worker that has it', () => {
    const workers = workersOf(role, 2, { streams: ['typing', 'to_device'] })
    const request = readRequest('PUT /_matrix/client/v3/sendToDevice/m.x/1')
    expect(
      routeOf(
        workers.map(worker => worker.role),
        request,
      )?.role,
    ).toBe(workers[1]?.role)
  })
})

describe.each(presets)('the preset $name', ({ name, workers }) => {
  test('names roles, once each', () => {
    for (const role of Object.keys(workers)) expect(roles.map(other => other.name)).toContain(role)
  })

  test('can be', () => {
    const count = Object.values(workers).reduce<number>(
      (sum, asked) => sum + (typeof asked === 'number' ? asked : asked.count),
      0,
    )
    expect(deploymentOf(`synapse: { workers: ${name} }`).workers).toHaveLength(count)
  })
})

/** Quarantine takes a media repository outside of main. */
function yamlOf({ name, as }: Role): string {
  const more = name === 'quarantined-media' ? ', mediaworker: 1' : ''
  return `synapse: { workers: { ${name}: { count: 1${as ? ', streams: [typing, events]' : ''} }${more} } }`
}

const alone = (role: Role): Deployment => deploymentOf(yamlOf(role))

const placeOf = (role: Role): number => ranks.indexOf(role.rank) * roles.length + roles.indexOf(role)
