/** The routes of roles, held against the list that an installed Synapse has of itself (src/resources/synapse-map.ts). Pure. */
import type { MappedRoute } from '../../resources/synapse/map.ts'
import { mainOnly } from '../model/api/main-only.ts'
import { notRouted } from '../model/api/not-routed.ts'
import { samples } from '../model/api/samples.ts'
import { writerRoutes } from '../model/api/writers.ts'
import type { Resource, Role } from '../model/role.ts'
import { regExpOf } from './pattern.ts'
import { isForServers, methodsOf, routesInOrder } from './table.ts'

/** A request that fits a line of the list. */
export type Sample = MappedRoute & { readonly sample: string }

export const samplesOf = (routes: readonly MappedRoute[]): readonly Sample[] =>
  routes.flatMap(row => samples(row.path).map(sample => ({ ...row, sample })))

/** Who serves a request, whatever position it carries; undefined: main. */
export type Table = (method: string, path: string) => Role | undefined

export function tableOf(among: readonly Role[]): Table {
  const lines = routesInOrder(among).map(({ role, route }) => {
    return { role, methods: methodsOf(route), path: regExpOf(route.path) }
  })
  return (method, path) =>
    lines.find(line => line.methods?.includes(method) !== false && line.path.test(path))?.role ?? undefined
}

/** Synapse's list has these on main alone, as a worker serves them only if it is the writer. */
const ofWriterAlone = writerRoutes.push_rules

/** Led to a worker that does not have it. */
export function isWrong(table: Table, { method, sample, on }: Sample): boolean {
  const role = table(method, sample)
  if (role === undefined) return false
  if (ofWriterAlone.some(({ methods, path }) => covers(methods, path, method, sample))) return role.rank !== 'writers'
  return (
    !on.includes(role.resources.includes('media') ? 'media' : 'worker') || !role.resources.includes(needed(sample, on))
  )
}

function needed(sample: string, on: MappedRoute['on']): Resource {
  if (on.includes('media')) return 'media'
  return isForServers(sample) ? 'federation' : 'client'
}

/** What workers have, no role serves, and no reason is written for. */
export function forgotten(table: Table, all: readonly Sample[]): readonly Sample[] {
  const reasons = [...notRouted, ...mainOnly]
  return all
    .filter(({ on }) => on.includes('worker') || on.includes('media'))
    .filter(({ method, sample }) => !table(method, sample))
    .filter(({ method, sample }) => !reasons.some(({ methods, path }) => covers(methods, path, method, sample)))
}

export function covers(methods: readonly string[] | undefined, path: string, method: string, sample: string): boolean {
  return (methods?.includes(method) ?? true) && new RegExp(path).test(sample)
}
