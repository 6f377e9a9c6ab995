/** All routes in one list: the first that fits a request wins, and what none names is main's. */
import { mainOnly } from '../model/api/main-only.ts'
import { type Balance, type Role, type Route, ranks } from '../model/role.ts'
import { regExpOf } from './pattern.ts'
import { positionOf, type Request } from './request.ts'

/** `role`: null where it is main's. */
export type OrderedRoute = { readonly role: Role | null; readonly route: Route }

/** Routes that main must keep stand before those of roles that would catch them; where none could, they are not there. */
export function routesInOrder(roles: readonly Role[]): readonly OrderedRoute[] {
  const byRank = ranks.map(rank => roles.filter(role => role.rank === rank).flatMap(routesOf))
  const before = byRank.slice(0, ranks.indexOf('main')).flat()
  const behind = byRank.slice(ranks.indexOf('main')).flat()
  const kept = behind.length === 0 ? [] : mainOnly.map(route => ({ role: null, route }))
  return [...before, ...kept, ...behind]
}

const routesOf = (role: Role): readonly OrderedRoute[] => role.routes.map(route => ({ role, route }))

/** All methods: undefined. HEAD goes where GET goes; OPTIONS goes where any method of a path goes, which is harmless. */
export function methodsOf({ methods }: Route): readonly string[] | undefined {
  return methods && [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS']
}

/** Whether it is other homeservers that ask for a path. */
export const isForServers = (path: string): boolean => /^\/_matrix\/(federation|key)\//.test(path)

/** How requests of a route are spread. */
export const balanceOf = (role: Role, route: Route): Balance => route.balance ?? role.balance

export function fits(route: Route, request: Omit<Request, 'request'>): boolean {
  if (methodsOf(route)?.includes(request.method) === false) return false
  if (route.position !== undefined && route.position !== positionOf(request)) return false
  return regExpOf(route.path).test(request.path)
}
