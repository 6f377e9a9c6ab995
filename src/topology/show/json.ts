/** `--format json`: all of it as data, one document. Pure. */
import { declaredName } from '../model/role.ts'
import { methodsOf } from '../routing/table.ts'
import type { Traffic, Upstream } from '../routing/traffic.ts'
import type { Difference } from './difference.ts'
import { shownVersion } from './placeholders.ts'
import { plainTask } from './tasks.ts'
import type { View } from './view.ts'

export type Block = { readonly hosts: readonly string[]; readonly view: View }

/**
 * `synapse`: the version of Synapse for which the files are shown. Hosts for which all is the same are one entry. `differences`: of each
 * host that was asked.
 */
export function jsonText(blocks: readonly Block[], differences?: readonly Difference[]): string {
  const topologies = blocks.map(({ hosts, view }) => ({ hosts, ...dataOf(view) }))
  return `${JSON.stringify({ synapse: shownVersion, topologies, differences }, null, 2)}\n`
}

function dataOf({ processes, traffic, tasks, files }: View) {
  return { processes, ...trafficData(traffic), tasks: tasks.map(plainTask), files }
}

/** All that a proxy must know: routes in their order (the first that fits wins; what none names is main's), and where they lead. */
function trafficData({ main, lines, pins, upstreams }: Traffic) {
  const routes = lines.map(({ role, route, upstream }) => ({
    role: role?.name ?? 'main',
    methods: methodsOf(route) ?? null,
    position: route.position ?? null,
    path: route.path,
    upstream: upstream.name,
    workers: upstream.workers,
  }))
  const rooms = pins.map(({ room, role, upstream }) => ({ room, role: declaredName(role), upstream: upstream.name }))
  return { routes, default: main.name, rooms, upstreams: upstreams.map(upstreamData) }
}

const upstreamData = ({ name, role, balance, workers, sockets }: Upstream) => ({
  ...{ name, role: role?.name ?? 'main', workers, sockets },
  balance: workers.length > 1 ? balance : null,
})
