/** Where requests go in a deployment: its routes, and the upstreams to which they lead. What any proxy is configured with. */
import { type Deployment, ofRole, type Worker } from '../model/deployment.ts'
import { gateSocket, inboundSocket, workerGateSocket } from '../model/paths.ts'
import type { Balance, Role } from '../model/role.ts'
import { isGated } from '../systemd/holding-sockets.ts'
import { type Request, roomOf } from './request.ts'
import { balanceOf, fits, type OrderedRoute, routesInOrder } from './table.ts'

export type Upstream = {
  readonly name: string
  /** null: main's. */
  readonly role: Role | null
  readonly balance: Balance
  /** Names of processes; main is `main`. */
  readonly workers: readonly string[]
  /** Paths of UNIX sockets. */
  readonly sockets: readonly string[]
}

/** `upstream`: where it leads, but for rooms that have a worker of their own. */
export type Line = OrderedRoute & { readonly upstream: Upstream }

/** Requests about this room that `role` serves go to this upstream. */
export type Pin = { readonly room: string; readonly role: Role; readonly upstream: Upstream }

export type Traffic = {
  readonly main: Upstream
  readonly lines: readonly Line[]
  readonly pins: readonly Pin[]
  /** All of them, main's first. */
  readonly upstreams: readonly Upstream[]
}

export type Running = ReadonlyMap<Role, readonly Worker[]>

/** `running`: the workers to which requests may go. A role that has none is not there: main serves what would be its. */
export function trafficOf(deployment: Deployment, running: Running): Traffic {
  const roles = [...running.keys()].filter(role => role.routes.length > 0)
  const pins = pinsOf(deployment, running)
  const pools = new Map<string, Upstream>()
  const lines = routesInOrder(roles).map(({ role, route }): Line => {
    if (role === null) return { role, route, upstream: main }
    const balance = balanceOf(role, route)
    const name = upstreamName(role, balance)
    const upstream = pools.get(name) ?? pool({ name, role, balance, running, pins }, deployment)
    pools.set(name, upstream)
    return { role, route, upstream }
  })
  return { main, lines, pins, upstreams: [...new Set([main, ...pools.values(), ...pins.map(pin => pin.upstream)])] }
}

/** Every worker runs: what `swk topology` shows. */
export function allRunning(deployment: Deployment): Running {
  return new Map(deployment.workers.map(({ role }) => [role, ofRole(deployment, role)]))
}

/** Who serves a request, and by which line; no line: main, since none names it. */
export function serve(
  { main, lines, pins }: Traffic,
  request: Omit<Request, 'request'>,
): { readonly upstream: Upstream; readonly line?: Line } {
  const line = lines.find(({ route }) => fits(route, request))
  if (line === undefined) return { upstream: main }
  const pin = pins.find(({ role, room }) => role === line.role && room === roomOf(request))
  return { upstream: pin?.upstream ?? line.upstream, line }
}

const main: Upstream = {
  name: 'matrix_main',
  role: null,
  balance: 'least-connections',
  workers: ['main'],
  sockets: [gateSocket],
}

/** A role whose routes are spread in different ways has an upstream for each. */
function upstreamName(role: Role, balance: Balance): string {
  const name = `matrix_${role.name.replaceAll('-', '_')}`
  return balance === role.balance ? name : `${name}_by_${balance.replaceAll('-', '_')}`
}

/** A worker that has rooms of its own serves them alone, as long as there are others for the rest. */
type Pool = Pick<Upstream, 'name' | 'balance'> & {
  readonly role: Role
  readonly running: Running
  readonly pins: readonly Pin[]
}

function pool({ name, role, balance, running, pins }: Pool, deployment: Deployment): Upstream {
  const all = (running.get(role) ?? []).map(worker => worker.name)
  const others = all.filter(worker => !pins.some(({ upstream }) => upstream.workers.includes(worker)))
  const workers = others.length > 0 ? others : all
  return { name, role, balance, workers, sockets: workers.map(worker => socketOf(worker, role, deployment)) }
}

function pinsOf(deployment: Deployment, running: Running): readonly Pin[] {
  const all = [...running].flatMap(([role, workers]) => workers.map(({ name }) => ({ role, name })))
  const upstreams = new Map(
    all.map(({ role, name }) => [
      name,
      {
        ...{ name: `matrix_room_${name}`, role, balance: role.balance },
        ...{ workers: [name], sockets: [socketOf(name, role, deployment)] },
      } satisfies Upstream,
    ]),
  )
  return deployment.rooms.flatMap(({ room, worker }) => {
    const upstream = upstreams.get(worker)
    return upstream === undefined ? [] : [{ room, role: upstream.role, upstream }]
  })
}

/** Of several, one takes over while another restarts. */
function socketOf(name: string, role: Role, deployment: Deployment): string {
  return isGated({ role }, deployment) ? workerGateSocket(name) : inboundSocket(name)
}
