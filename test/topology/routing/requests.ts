import type { Role, Route } from '../../../src/topology/model/role.ts'
import type { Request } from '../../../src/topology/routing/request.ts'
import { fits, type OrderedRoute, routesInOrder } from '../../../src/topology/routing/table.ts'

/** The route that a request takes; undefined: no route names it, so that main serves it. */
export function routeOf(roles: readonly Role[], request: Omit<Request, 'request'>): OrderedRoute | undefined {
  return routesInOrder(roles).find(({ route }) => fits(route, request))
}

/** A request that takes this route, if none before it does. */
export function exampleOf({ methods, example, position }: Route): { readonly method: string; readonly url: string } {
  return { method: methods?.[0] ?? 'GET', url: position === 'given' ? `${example}?since=swk` : example }
}
