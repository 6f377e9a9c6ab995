/** Where requests go on one host. */
import type { Deployment } from '../model/deployment.ts'
import type { Facts } from '../model/facts.ts'
import { servesFederation } from '../model/listeners.ts'
import { isForServers } from './table.ts'
import { type Running, type Traffic, trafficOf } from './traffic.ts'

/** Of a closed server, what other homeservers ask stays with main, which has none of it: the media role alone would open their media. */
export function trafficOn({ listeners }: Facts, deployment: Deployment, running: Running): Traffic {
  const traffic = trafficOf(deployment, running)
  return servesFederation(listeners)
    ? traffic
    : { ...traffic, lines: traffic.lines.filter(({ route }) => !isForServers(route.example)) }
}
