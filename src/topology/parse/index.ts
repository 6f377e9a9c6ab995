/** `topology:` of a play -> a deployment. All mistakes are collected, each at its place. */
import { Collector } from '../../errors/collect.ts'
import type { Location } from '../../yaml/location.ts'
import { Reader } from '../../yaml/reader.ts'
import type { Source } from '../../yaml/source.ts'
import { type Deployment, monolith, roleOf, type Worker } from '../model/deployment.ts'
import { roles } from '../model/roles/index.ts'
import { checkCombinations } from './combinations.ts'
import { maxConnections } from './connections.ts'
import { type Declared, folded } from './declared.ts'
import { mapping, missing } from './mapping.ts'
import { wholeNumber } from './numbers.ts'
import { settings } from './unknown-role.ts'
import { readWorkers, roleCalled } from './workers.ts'

/** Throws SwkError with everything that is wrong. */
export function parseTopology(topology: unknown, at: { readonly source: Source; readonly path: Location }): Deployment {
  const problems = new Collector()
  const deployment = readTopology(new Reader(at.source, problems, topology, at.path))
  problems.sort().throwIfAny()
  return deployment
}

const keysOfSynapse = [
  'workers',
  'nginx',
  'max_connections',
  'drain',
  'accept_direct_listeners',
  'proxy_routes_media',
] as const

const belowSynapse = (key: string): string | undefined =>
  keysOfSynapse.some(other => other === key) ? `Put it one level down: synapse: { ${key}: ... }.` : undefined

const belowWorkers = (key: string): string | undefined =>
  key === 'preset' || roleCalled(key) ? `Put it one level down: workers: { ${key}: ... }.` : settings.get(folded(key))

function readTopology(topology: Reader): Deployment {
  const keys = mapping(topology, '`topology`', ['synapse'], belowSynapse)
  if (keys?.synapse) return readSynapse(keys.synapse)
  if (keys) missing(topology, '`topology`', 'synapse')
  return monolith
}

function readSynapse(synapse: Reader): Deployment {
  const keys = mapping(synapse, '`synapse`', keysOfSynapse, belowWorkers)
  if (keys === undefined) return monolith
  const hint = 'Name a preset (workers: small) or roles; workers: {} is a monolith.'
  if (!keys.workers) missing(synapse, '`synapse`', 'workers', hint)
  const declared = inOrder(keys.workers ? readWorkers(keys.workers) : [])
  if (keys.workers) checkCombinations(declared, keys.workers)
  const workers = declared.flatMap(workersOf)
  const nginx = keys.nginx?.flag('`nginx`')
  const accepts = keys.accept_direct_listeners?.flag('`accept_direct_listeners`')
  const routesMedia = keys.proxy_routes_media?.flag('`proxy_routes_media`')
  const drain =
    keys.drain &&
    wholeNumber(keys.drain, {
      code: 'bad-drain',
      what: '`drain`',
      from: 0,
      to: 600,
      hint: 'Requests seldom need more than 10; a sync ends by itself.',
    })
  return {
    workers,
    proxy: nginx === false ? 'other' : 'nginx',
    acceptsDirect: accepts === true,
    mainKeepsMedia: nginx === false && routesMedia !== true,
    rooms: declared.flatMap(roomsOf),
    restrictsOutbound: declared.some(({ restriction }) => restriction !== undefined),
    maxConnections: keys.max_connections ? maxConnections(keys.max_connections, workers.length) : null,
    drain: drain ?? monolith.drain,
  }
}

/** As the roles stand in their folder, so that the order in the playbook changes no file. */
const inOrder = (declared: readonly Declared[]): readonly Declared[] =>
  roles.flatMap(role => declared.filter(one => one.role === role))

const workersOf = ({ role, workers, options }: Declared): readonly Worker[] =>
  workers.map(({ name }, i) => ({ name, role: roleOf(role, options, i, workers.length), options }))

const roomsOf = ({ rooms, workers }: Declared): Deployment['rooms'] =>
  rooms.flatMap(({ room, worker }) => {
    const name = workers[worker - 1]?.name
    return name === undefined ? [] : [{ room, worker: name }]
  })
