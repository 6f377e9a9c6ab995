/** Who serves a request: one table, from which nginx's map is made and with which requests are explained. */
import { type Role, type Route, ranks } from './role.ts'

/** `method`: a regular expression for the method. */
export type OrderedRoute = {
  readonly role: Role
  readonly route: Route
  readonly method: string
  readonly path: string
}

/** The routes of all these roles; the first that matches a request wins. */
export function routesInOrder(roles: readonly Role[]): readonly OrderedRoute[] {
  const sorted = roles.toSorted((a, b) => ranks.indexOf(a.rank) - ranks.indexOf(b.rank))
  return sorted.flatMap(role =>
    role.routes.map(route => ({ role, route, method: methodPattern(route), path: route.path })),
  )
}

/** HEAD and OPTIONS go where GET goes; OPTIONS where any method of a path goes is harmless too. */
function methodPattern({ methods }: Route): string {
  if (methods === undefined) return '[A-Z]+'
  const all = [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS']
  return `(${all.join('|')})`
}

/** The route that a request takes; undefined: main serves it. `path` is decoded, without the query. */
export function routeOf(roles: readonly Role[], method: string, path: string): OrderedRoute | undefined {
  return routesInOrder(roles).find(
    route => new RegExp(`^${route.method}$`).test(method) && new RegExp(route.path).test(path),
  )
}
