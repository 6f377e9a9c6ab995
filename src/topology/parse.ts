/** `topology:` of a play -> a deployment. All mistakes are collected, each at its place. */
import { Collector } from '../errors/collect.ts'
import { closest, hintFor } from '../errors/suggest.ts'
import { Reader } from '../playbook/parse/reader.ts'
import type { Source } from '../playbook/source.ts'
import type { Path } from '../playbook/types.ts'
import { type Deployment, monolith, type Worker, workersOf } from './deployment.ts'
import { inboundSocket, longestSocket, replicationSocket } from './layout.ts'
import type { Role } from './role.ts'
import { roles } from './roles/index.ts'

/** Processes beyond which it is a slip of the finger. */
const mostWorkers = 100

/** Throws SwkError with everything that is wrong. */
export function parseTopology(topology: unknown, at: { readonly source: Source; readonly path: Path }): Deployment {
  const problems = new Collector()
  const workers = readTopology(new Reader(at.source, problems, topology, at.path))
  problems.sort().throwIfAny()
  return { ...monolith, workers }
}

function readTopology(topology: Reader): readonly Worker[] {
  const synapse = only(topology, '`topology`', 'synapse')
  const workers = synapse && only(synapse, '`synapse`', 'workers')
  const read = workers?.entries('`workers`')?.flatMap(([name, reader]) => readRole(name, reader)) ?? []
  checkTotal(read, workers)
  return inOrder(read)
}

/** The one key that a mapping has, and must have. */
function only(reader: Reader, what: string, key: string): Reader | undefined {
  const entries = reader.entries(what)
  if (entries === undefined) return undefined
  for (const [found, value] of entries) {
    if (found === key) continue
    value.fail({
      at: 'key',
      code: 'unknown-key',
      message: `${what} has no key \`${found}\`.`,
      expected: `\`${key}\``,
      ...hintFor(found, [key]),
    })
  }
  if (reader.has(key)) return reader.at(key)
  if (entries.length === 0 || !entries.some(([found]) => closest(found, [key])))
    reader.fail({ code: 'missing-key', message: `${what} needs \`${key}\`.`, expected: `\`${key}\`` })
  return undefined
}

function readRole(name: string, reader: Reader): readonly Worker[] {
  const role = roles.find(other => sameRole(other.name, name))
  if (role === undefined) return unknownRole(name, reader)
  const count = readCount(role, reader)
  const workers = count === undefined ? [] : workersOf(role, count)
  for (const worker of workers) checkSockets(worker, reader)
  return workers
}

const sameRole = (a: string, b: string): boolean => a.replaceAll('_', '-') === b.replaceAll('_', '-')

function unknownRole(name: string, reader: Reader): readonly Worker[] {
  const names = roles.map(role => role.name)
  reader.fail({
    at: 'key',
    code: 'bad-topology',
    message: `There is no worker role \`${name}\`.`,
    found: name,
    expected: names.join(', '),
    ...hintFor(name, names),
  })
  return []
}

function readCount(role: Role, reader: Reader): number | undefined {
  const given = countReader(role, reader)
  if (given === undefined) return undefined
  const count = given.value
  if (typeof count !== 'number') return given.wrongType(`How many \`${role.name}\``, 'a whole number')
  const bad = whyNot(role, count)
  if (bad === undefined) return count
  return given.fail({ code: 'bad-topology', message: bad.message, found: String(count), expected: bad.expected })
}

/** `2`, or `{ count: 2 }`. */
function countReader(role: Role, reader: Reader): Reader | undefined {
  if (typeof reader.value !== 'object' || reader.value === null) return reader
  return only(reader, `\`${role.name}\``, 'count')
}

function whyNot(role: Role, count: number): { message: string; expected: string } | undefined {
  const most = role.atMost ?? mostWorkers
  if (!Number.isInteger(count) || count < 1) {
    return { message: `\`${role.name}\` cannot have ${count} workers.`, expected: 'a whole number, 1 or more' }
  }
  if (count > most)
    return { message: `\`${role.name}\` cannot have more than ${most} workers.`, expected: `${most} or less` }
  return undefined
}

function checkSockets({ name }: Worker, reader: Reader): void {
  for (const socket of [inboundSocket(name), replicationSocket(name)]) {
    const bytes = Buffer.byteLength(socket)
    if (bytes <= longestSocket) continue
    const message = `The path of a worker's socket is ${bytes} bytes long; the address of a UNIX socket holds ${longestSocket}.`
    reader.fail({ at: 'key', code: 'bad-topology', message, found: socket })
    return
  }
}

function checkTotal(workers: readonly Worker[], reader: Reader | undefined): void {
  if (workers.length <= mostWorkers) return
  const found = `${workers.length} workers`
  reader?.fail({
    code: 'bad-topology',
    message: 'That is more than one machine can carry.',
    found,
    expected: `${mostWorkers} at most`,
  })
}

/** As the roles stand in their folder, so that the order in the playbook changes no file. A role that is named twice counts once. */
function inOrder(workers: readonly Worker[]): readonly Worker[] {
  const byName = new Map(workers.map(worker => [worker.name, worker]))
  return roles.flatMap(role => [...byName.values()].filter(worker => worker.role === role))
}
