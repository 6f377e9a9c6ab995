/** How routes are written down in this folder. */
import type { Method, Route } from '../role.ts'

/** Versions under which Synapse serves most of the client API, with and without the first one. */
export const all = '(api/v1|r0|v3|unstable)'
export const recent = '(r0|v3|unstable)'

export const room = '!swk:example.org'
export const user = '@swk:example.org'
/** Escaped, as it stands in a URL; it fits the patterns all the same. */
export const alias = '%23swk:example.org'

type More = Partial<Pick<Route, 'position' | 'balance'>>

/** `client(['GET'], all, 'rooms/[^/]+/members$', 'v3/rooms/!swk:example.org/members')` */
export function client(
  methods: readonly Method[],
  versions: string,
  path: string,
  example: string,
  more: More = {},
): Route {
  return { methods, path: `^/_matrix/client/${versions}/${path}`, example: `/_matrix/client/${example}`, ...more }
}

/** Of a room: `path` and `example` are what stands behind its id. */
export function ofRoom(methods: readonly Method[], versions: string, path: string, example: string): Route {
  return client(methods, versions, `rooms/[^/]+/${path}`, `${exampleVersion(versions)}/rooms/${room}/${example}`)
}

export function federation(methods: readonly Method[], versions: string, path: string, example: string): Route {
  return { methods, path: `^/_matrix/federation/${versions}/${path}`, example: `/_matrix/federation/${example}` }
}

const exampleVersion = (versions: string): string => (versions.includes('v3') ? 'v3' : 'v1')
