/** What a `proxy_pass` with variables can come to: by `set` in its server and by `map`. */
import type { Found } from './parse.ts'

/** Variables that begin with the path of the request: the host ends before them. */
const paths = 'request_uri|uri|document_uri|is_args|args'
const address = new RegExp(`^(?:https?://)?(?:unix:[^:$]*|(?:(?!\\$\\{?(?:${paths})\\b)[^/])*)`)
const deepest = 8

/** All targets that are possible; a text says which variable is not known. */
export function resolveTargets(
  target: string,
  place: Found,
  all: readonly Found[],
  depth = 0,
): readonly string[] | string {
  const head = (address.exec(target)?.[0] ?? '').replace(/(:\d+)\$.*$/, '$1')
  const variable = head.match(/\$(?:\{(\w+)\}|(\w+))/)
  if (variable === null) return [target]
  const name = variable[1] ?? variable[2] ?? ''
  const values = depth < deepest ? valuesOf(name, place, all) : []
  if (values.length === 0) return `the values of \`$${name}\` are not in nginx's configuration`
  const found = values.map(value =>
    resolveTargets(
      target.replace(variable[0], () => value),
      place,
      all,
      depth + 1,
    ),
  )
  return found.find(one => typeof one === 'string') ?? found.flat()
}

function valuesOf(name: string, place: Found, all: readonly Found[]): readonly string[] {
  const server = serverOf(place)
  const sets = all
    .filter(({ directive: { name, args } }) => name === 'set' && args.length === 2)
    .filter(found => found.directive.args[0] === `$${name}` && (!server || serverOf(found) === server))
    .map(({ directive }) => directive.args[1] ?? '')
  const maps = all
    .filter(({ directive }) => directive.name === 'map' && directive.args[1] === `$${name}`)
    .flatMap(({ directive }) => directive.block ?? [])
    .filter(({ args }) => args.length === 1)
    .map(({ args }) => args[0] ?? '')
  return [...new Set([...sets, ...maps])]
}

const serverOf = ({ within }: Found) => within.findLast(({ name }) => name === 'server')
