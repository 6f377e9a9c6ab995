/** Asks the hosts that were named with `--limit` how they differ from their topology. Nobody is waited for who does not answer at once. */
import { connect } from 'node:net'
import type { SwkEvent } from '../engine/events.ts'
import type { RunnablePlay } from '../engine/index.ts'
import { SwkError } from '../errors/diagnostic.ts'
import { type ConnectionOptions, play as run } from '../play.ts'
import type { LoadedPlay } from '../playbook/loaded-play.ts'
import type { Project } from '../playbook/project.ts'
import { type Difference, differenceOf } from '../topology/show/difference.ts'
import { resolveConnection } from '../transport/resolve.ts'
import type { Io } from './io.ts'

/** What is not told of a host is told on standard error, with the reason. */
export async function differencesOf(
  { plays, inventory }: Project,
  connection: ConnectionOptions,
  io: Io,
): Promise<readonly Difference[]> {
  const own = plays.filter(({ play }) => play.topology !== undefined)
  const hosts = [...new Set(own.flatMap(play => play.hosts))]
  const missed = new Map<string, string>()
  await Promise.all(
    hosts.map(async host => {
      const reason = await silence(host, inventory.hosts.get(host)?.vars ?? {}, connection)
      if (reason !== null) missed.set(host, reason)
    }),
  )
  const answering = own
    .map(play => onlyTopology(play, host => !missed.has(host)))
    .filter(({ hosts }) => hosts.length > 0)
  const tasks: TaskEvent[] = []
  const onEvent = (event: SwkEvent): void => void (event.type === 'task' && tasks.push(event))
  if (answering.length > 0) {
    const stop = { signal: io.interrupt, cancelSignal: io.cancel }
    await run({ plays: answering, inventory }, { mode: 'check', connection, onEvent, ...stop })
  }
  for (const { host, section, error } of tasks) if (section === 'connect') missed.set(host, error?.message ?? '')
  for (const [host, reason] of missed) io.err(`swk: ${host} is not compared with this: ${reason}\n`)
  return hosts
    .filter(host => !missed.has(host))
    .map(host => {
      const workers = own.flatMap(play => play.topology(host)?.deployment.workers ?? []).map(({ name }) => name)
      return differenceOf(
        host,
        tasks.filter(event => event.host === host),
        workers,
      )
    })
}

type TaskEvent = Extract<SwkEvent, { type: 'task' }>

/** One batch: who fails does not keep the others from being asked. */
function onlyTopology(play: LoadedPlay, isAsked: (host: string) => boolean): RunnablePlay {
  const hosts = play.hosts.filter(isAsked)
  return {
    ...{ name: play.name, hosts, batches: [hosts], needsBecome: play.needsBecome },
    bind(host) {
      const bound = play.bind(host)
      return { ...bound, tasks: bound.tasks.filter(({ section }) => section === 'topology') }
    },
  }
}

/** Milliseconds in which a host must take a connection. */
const patience = 2000

/** Why a host cannot be asked; null: it takes connections. */
async function silence(host: string, vars: Readonly<Record<string, unknown>>, options: ConnectionOptions) {
  try {
    const spec = await resolveConnection(host, vars, options)
    if (spec.type === 'local') return null
    const [first = spec] = spec.jumps ?? []
    return first.proxyCommand === undefined ? await knock(first.host, first.port) : null
  } catch (error) {
    if (!(error instanceof SwkError)) throw error
    return error.diagnostics[0]?.message ?? error.message
  }
}

function knock(host: string, port: number): Promise<string | null> {
  return new Promise(resolve => {
    const socket = connect({ host, port })
    const end = (reason: string | null): void => {
      clearTimeout(timer)
      socket.destroy()
      resolve(reason)
    }
    const timer = setTimeout(() => end(`no answer from ${host}:${port} within ${patience / 1000} s`), patience)
    socket.once('connect', () => end(null))
    socket.once('error', error => end(error.message))
  })
}
