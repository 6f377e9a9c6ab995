/** The requests by which routes are proven: for each line of the map of routes at least one, and who is meant to answer it. Pure. */
import type { Deployment } from '../../model/deployment.ts'
import type { Facts } from '../../model/facts.ts'
import type { Route } from '../../model/role.ts'
import { trafficOn } from '../../routing/host-traffic.ts'
import { readRequest } from '../../routing/request.ts'
import { allRunning, serve, type Traffic } from '../../routing/traffic.ts'

export type Asked = {
  readonly method: string
  /** With its query. */
  readonly path: string
  /** Processes that may answer; main is `main`. */
  readonly by: readonly string[]
}

/** No request carries a token: none of them does anything. Each is for whom the first fitting line says, not for whose route it was made. */
export function asked(deployment: Deployment, facts: Facts): readonly Asked[] {
  const traffic = trafficOn(facts, deployment, allRunning(deployment))
  const requests = [
    ...traffic.lines.flatMap(({ route }) => requestsOf(route)),
    ...deployment.rooms.map(({ room }) => `GET /_matrix/client/v3/rooms/${room}/members`),
    unnamed,
  ]
  return [...new Set(requests)].map(request => ofRequest(request, traffic))
}

/** One request of each family of routes: what every entrance is asked that leads it to Synapse. Media of clients and of federation are among them. */
export function askedEverywhere(deployment: Deployment, facts: Facts): readonly Asked[] {
  const traffic = trafficOn(facts, deployment, allRunning(deployment))
  return families.map(request => ofRequest(request, traffic))
}

const families = [
  'GET /_matrix/client/versions',
  'GET /_matrix/client/v3/sync',
  'GET /_matrix/client/v3/rooms/!swk:example.org/members',
  'PUT /_matrix/client/v3/rooms/!swk:example.org/send/m.room.message/swk',
  'POST /_matrix/client/v3/keys/query',
  'GET /_matrix/client/v1/media/config',
  'GET /_matrix/media/v3/config',
  'GET /_matrix/federation/v1/version',
  'GET /_matrix/federation/v1/state/!swk:example.org',
  'GET /_matrix/federation/v1/media/download/swk',
  'GET /_matrix/key/v2/server',
]

/** No line names it. */
const unnamed = 'GET /_matrix/client/v3/swk/names/nothing'

function ofRequest(request: string, traffic: Traffic): Asked {
  const [method = '', path = ''] = request.split(' ')
  return { method, path, by: serve(traffic, readRequest(request)).upstream.workers }
}

/** Each of its methods; of one that takes only GET, also what it must leave to others. With a position, where it wants one. */
function requestsOf({ methods = ['GET'], example, position }: Route): readonly string[] {
  const path = position === 'given' ? `${example}${example.includes('?') ? '&' : '?'}since=s0` : example
  const others = methods.length === 1 && methods[0] === 'GET' ? ['PUT'] : []
  return [...methods, ...others].map(method => `${method} ${path}`)
}
