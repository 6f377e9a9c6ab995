/** `--format mermaid`: nginx -> gate -> main, upstreams -> workers -> redis, as a flowchart. Pure. */

import { packageRedis } from '../model/redis.ts'
import type { Upstream } from '../routing/traffic.ts'
import { gates } from '../systemd/holding-sockets.ts'
import type { Process } from './processes.ts'
import type { View } from './view.ts'

export function mermaidText({ processes, traffic }: View): string {
  const workers = processes.filter(({ name }) => name !== 'main')
  const upstreams = traffic.upstreams.filter(({ role }) => role !== null)
  return `flowchart LR
${[...frame, ...upstreams.flatMap(toWorkers), ...workers.flatMap(toOthers)].map(line => `  ${line}\n`).join('')}`

  function toWorkers(upstream: Upstream): readonly string[] {
    const rooms = traffic.pins.filter(pin => pin.upstream === upstream).map(({ room }) => room)
    const count = traffic.lines.filter(line => line.upstream === upstream).length
    return [
      `nginx -->|${rooms.length > 0 ? `"${rooms.join('<br>')}"` : routes(count)}| ${upstream.name}[["${upstream.name}"]]`,
      ...upstream.workers.map(name => `${upstream.name} --> ${idOf(name)}`),
    ]
  }
}

const [front, back] = gates
const frame = [
  'out(["clients and servers"]) --> nginx',
  `nginx -->|all else| gate{{"${nameOf(front?.socket)}"}}`,
  'gate --> main["main"]',
  `gate_replication{{"${nameOf(back?.socket)}"}} --> main`,
  `main <--> redis[("redis<br>${nameOf(packageRedis.socket)}")]`,
]

function toOthers({ name, role, writes }: Process): readonly string[] {
  const streams = writes.length > 0 ? `<br>writes ${writes.join(', ')}` : ''
  const id = idOf(name)
  return [`${id}["${name}<br>${role}${streams}"]`, `${id} <--> redis`, `${id} -.-> gate_replication`]
}

/** Beside the names of the frame, and of words that mean something in a flowchart. */
const idOf = (name: string): string => `worker_${name}`

const routes = (count: number): string => `${count} route${count === 1 ? '' : 's'}`

function nameOf(path = ''): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
