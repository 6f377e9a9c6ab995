/** `--format mermaid`: nginx -> gate -> main, upstreams -> workers -> redis, as a flowchart. Pure. */
import { gates } from '../gates.ts'
import { inboundSocket, redisSocket } from '../layout.ts'
import type { Process } from './processes.ts'
import type { View } from './view.ts'

export function mermaidText({ processes, router }: View): string {
  const workers = processes.filter(({ name }) => name !== 'main')
  const upstreams = [...new Set(router.lines.map(({ upstream }) => upstream))]
  return `flowchart LR
${[...frame, ...upstreams.flatMap(toWorkers), ...workers.flatMap(toOthers)].map(line => `  ${line}\n`).join('')}`

  function toWorkers(upstream: string): readonly string[] {
    const count = router.lines.filter(line => line.upstream === upstream).length
    const behind = workers.filter(({ name }) => router.servers(upstream).includes(inboundSocket(name)))
    return [
      `nginx -->|${routes(count)}| ${upstream}[["${upstream}"]]`,
      ...behind.map(({ name }) => `${upstream} --> ${idOf(name)}`),
    ]
  }
}

const [front, back] = gates
const frame = [
  'out(["clients and servers"]) --> nginx',
  `nginx -->|all else| gate{{"${nameOf(front?.socket)}"}}`,
  'gate --> main["main"]',
  `gate_replication{{"${nameOf(back?.socket)}"}} --> main`,
  `main <--> redis[("redis<br>${nameOf(redisSocket)}")]`,
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
