/** The roles, held against what an installed Synapse says of itself (`npm run workers-map`). */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { MappedRoute } from '../../../src/resources/synapse/map.ts'
import { mainOnly } from '../../../src/topology/model/api/main-only.ts'
import { notRouted } from '../../../src/topology/model/api/not-routed.ts'
import { samples } from '../../../src/topology/model/api/samples.ts'
import { roles } from '../../../src/topology/model/roles/index.ts'
import { isAtLeast } from '../../../src/topology/model/version.ts'
import {
  covers,
  forgotten,
  isWrong,
  type Sample,
  samplesOf,
  tableOf,
} from '../../../src/topology/routing/held-against.ts'

const data = join(import.meta.dirname, 'data')
const maps = readdirSync(data).map(
  file => JSON.parse(readFileSync(join(data, file), 'utf8')) as { version: string; routes: readonly MappedRoute[] },
)
/** Of the newest Synapse, everything must be known; of older ones, that they have what the roles that they may have lead to workers. */
const newest = maps.reduce((a, b) => (isAtLeast(a.version, b.version) ? a : b))

describe.each(maps)('Synapse $version', ({ version, routes }) => {
  const parts = roles.filter(role => role.routes.length > 0 && isAtLeast(version, role.since ?? version))
  const all = samplesOf(routes)
  const tails = routes
    .filter(({ on }) => !on.includes('worker'))
    .flatMap(({ path }) => path.match(/[^/()]+(\/[^/()]+)?$/)?.[0].replace('$', '') ?? [])
    .map(tail => `swk/${tail}`)

  test.each(parts.map(role => [role.name, role] as const))('%s: workers have what is led to them', (_name, role) => {
    const table = tableOf([role])
    expect(all.filter(sample => isWrong(table, sample)).map(show)).toEqual([])
  })

  test('where all roles are there, workers have what is led to them', () => {
    const table = tableOf(parts)
    expect(all.filter(sample => isWrong(table, sample)).map(show)).toEqual([])
  })

  test.each(parts.map(role => [role.name, role] as const))(
    '%s: no pattern catches more than it means',
    (_name, role) => {
      const table = tableOf([role])
      const wrong = role.routes.flatMap(route =>
        samples(route.path, tails).flatMap(sample =>
          (route.methods ?? ['GET', 'POST', 'PUT', 'DELETE']).flatMap(method => {
            const rows = routes.filter(row => row.method === method && fits(row, sample))
            return rows
              .filter(row => isWrong(table, { ...row, sample }))
              .map(row => `${method} ${sample} (${row.path})`)
          }),
        ),
      )
      expect([...new Set(wrong)]).toEqual([])
    },
  )
})

describe(`Synapse ${newest.version}, the newest that was asked`, () => {
  const { routes } = newest
  const parts = roles.filter(role => role.routes.length > 0)
  const all = samplesOf(routes)

  test.each(parts.map(role => [role.name, role] as const))(
    '%s: every example is one that Synapse has',
    (_name, role) => {
      const asked = role.routes.filter(({ path }) => !isOutside(path))
      const unknown = asked.filter(({ methods = ['GET'], example }) => !isKnown(methods[0] ?? 'GET', example))
      expect(unknown.map(({ example }) => example)).toEqual([])
    },
  )

  test('nothing that workers have is forgotten without a reason', () => {
    const found = forgotten(tableOf(parts), all)
    expect([...new Set(found.map(({ method, path }) => `${method} ${path}`))]).toEqual([])
  })

  test('each reason is about something that Synapse has', () => {
    const idle = [...notRouted, ...mainOnly].filter(
      ({ methods, path }) => !all.some(({ method, sample }) => covers(methods, path, method, sample)),
    )
    // Not registered without the Matrix Authentication Service, or without a setting.
    expect(idle.map(({ path }) => path)).toEqual(['^/_matrix/client/(v1|unstable)/login/get_token$'])
  })

  const isKnown = (method: string, path: string) => routes.some(row => row.method === method && fits(row, path))
})

const fits = ({ path }: MappedRoute, sample: string) => patternOf(path).test(sample)

const patterns = new Map<string, RegExp>()

function patternOf(path: string): RegExp {
  const pattern = patterns.get(path) ?? new RegExp(path.replaceAll('(?P<', '(?<'))
  patterns.set(path, pattern)
  return pattern
}

const show = ({ method, sample, path }: Sample) => `${method} ${sample} (${path})`

/** The list has JsonResources alone: not the oldest media paths, nor what a browser sees at a login. */
const isOutside = (path: string) => path.startsWith('^/_matrix/media/') || path.startsWith('^/_synapse/client/')
