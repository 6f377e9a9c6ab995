/** The roles, held against what an installed Synapse says of itself (`npm run workers-map`). */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { mainOnly } from '../../src/topology/api/main-only.ts'
import { notRouted } from '../../src/topology/api/not-routed.ts'
import { writerRoutes } from '../../src/topology/api/writers.ts'
import type { Resource, Role } from '../../src/topology/role.ts'
import { roles } from '../../src/topology/roles/index.ts'
import { regExpOf } from '../../src/topology/routing/pattern.ts'
import { methodsOf, routesInOrder } from '../../src/topology/routing/table.ts'
import { samples } from './samples.ts'

type Row = { readonly method: string; readonly path: string; readonly on: readonly ('main' | 'worker' | 'media')[] }
type Sample = Row & { readonly sample: string }

const data = join(import.meta.dirname, 'data')
const maps = readdirSync(data).map(
  file => JSON.parse(readFileSync(join(data, file), 'utf8')) as { version: string; routes: readonly Row[] },
)
const parts = roles.filter(role => role.routes.length > 0)

/** Synapse's list has these on main alone, as a worker serves them only if it is the writer. */
const ofWriterAlone = writerRoutes.push_rules

describe.each(maps)('Synapse $version', ({ routes }) => {
  const all: readonly Sample[] = routes.flatMap(row => samples(row.path).map(sample => ({ ...row, sample })))
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

  test.each(parts.map(role => [role.name, role] as const))(
    '%s: every example is one that Synapse has',
    (_name, role) => {
      const asked = role.routes.filter(({ path }) => !isOutside(path))
      const unknown = asked.filter(({ methods = ['GET'], example }) => !isKnown(methods[0] ?? 'GET', example))
      expect(unknown.map(({ example }) => example)).toEqual([])
    },
  )

  test('nothing that workers have is forgotten without a reason', () => {
    const reasons = [...notRouted, ...mainOnly]
    const table = tableOf(parts)
    const forgotten = all
      .filter(({ on }) => on.includes('worker') || on.includes('media'))
      .filter(({ method, sample }) => !table(method, sample))
      .filter(({ method, sample }) => !reasons.some(({ methods, path }) => covers(methods, path, method, sample)))
    expect([...new Set(forgotten.map(({ method, path }) => `${method} ${path}`))]).toEqual([])
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

const fits = ({ path }: Row, sample: string) => patternOf(path).test(sample)

const patterns = new Map<string, RegExp>()

function patternOf(path: string): RegExp {
  const pattern = patterns.get(path) ?? new RegExp(path.replaceAll('(?P<', '(?<'))
  patterns.set(path, pattern)
  return pattern
}

const show = ({ method, sample, path }: Sample) => `${method} ${sample} (${path})`

type Table = (method: string, path: string) => Role | undefined

/** Who serves a request, whatever position it carries. */
function tableOf(among: readonly Role[]): Table {
  const lines = routesInOrder(among).map(({ role, route }) => {
    return { role, methods: methodsOf(route), path: regExpOf(route.path) }
  })
  return (method, path) =>
    lines.find(line => line.methods?.includes(method) !== false && line.path.test(path))?.role ?? undefined
}

/** Led to a worker that does not have it. */
function isWrong(table: Table, { method, sample, on }: Sample): boolean {
  const role = table(method, sample)
  if (role === undefined) return false
  if (ofWriterAlone.some(({ methods, path }) => covers(methods, path, method, sample))) return role.rank !== 'writers'
  return (
    !on.includes(role.resources.includes('media') ? 'media' : 'worker') || !role.resources.includes(needed(sample, on))
  )
}

function needed(sample: string, on: Row['on']): Resource {
  if (on.includes('media')) return 'media'
  return /^\/_matrix\/(federation|key)\//.test(sample) ? 'federation' : 'client'
}

function covers(methods: readonly string[] | undefined, path: string, method: string, sample: string): boolean {
  return (methods?.includes(method) ?? true) && new RegExp(path).test(sample)
}

/** The list has JsonResources alone: not the oldest media paths, nor what a browser sees at a login. */
const isOutside = (path: string) => path.startsWith('^/_matrix/media/') || path.startsWith('^/_synapse/client/')
