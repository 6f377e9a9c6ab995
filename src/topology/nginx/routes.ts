/** conf.d/matrix-routes.conf: the one map that says who serves a request. */
import { managed } from '../model/paths.ts'
import type { Route } from '../model/role.ts'
import { literal, pcreOf } from '../routing/pattern.ts'
import { methodsOf } from '../routing/table.ts'
import type { Line, Pin, Traffic } from '../routing/traffic.ts'

export function routesText({ main, lines, pins }: Traffic): string {
  return managed(`
# Detects an initial sync: no position to continue from, or the full state is requested.
map "$arg_full_state $arg_since$arg_from" $matrix_position {
    default given;
    "~^true " none;
    "~ \\z" none;
}
${pinMaps({ lines, pins })}
# The first matching line selects the upstream of a request. The main process serves all others.
map "$request_method $matrix_position $uri" $matrix_upstream {
    ${defaultLine(main)}
${lines.map(line => `    ${routeLine(line, pins)}\n`).join('')}}
`)
}

export const defaultLine = ({ name }: Traffic['main']): string => `default ${name};`

/** Where rooms have workers of their own, the room says which. */
export function routeLine({ role, route, upstream }: Line, pins: readonly Pin[]): string {
  const target = pins.some(pin => pin.role === role) ? `$${upstream.name}` : upstream.name
  return `"${keyOf(route)}" ${target};`
}

/** As a regular expression: a map's plain keys would not tell capitals from small letters. */
export const pinLine = ({ room, upstream }: Pin): string => `"~^${literal(room)}\\z" ${upstream.name};`

function keyOf(route: Route): string {
  const methods = methodsOf(route)
  const method = methods === undefined ? '\\S+' : `(${methods.join('|')})`
  return `~^${method} ${route.position ?? '\\w+'} ${pcreOf(route.path).replace(/^\^/, '')}`
}

function pinMaps({ lines, pins }: Pick<Traffic, 'lines' | 'pins'>): string {
  const pools = new Set(lines.filter(({ role }) => pins.some(pin => pin.role === role)).map(({ upstream }) => upstream))
  return [...pools]
    .map(({ name, role }) => {
      const own = pins.filter(pin => pin.role === role)
      return `
# Rooms with a worker of their own.
map $matrix_room $${name} {
    default ${name};
${own.map(pin => `    ${pinLine(pin)}\n`).join('')}}
`
    })
    .join('')
}
