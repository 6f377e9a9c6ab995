/** Tasks on a real host through the engine, without a playbook. */
import type { Module } from 'swk'
import type { Diff, Status, SwkEvent } from '../../../src/engine/events.ts'
import { runHost, type Task } from '../../../src/engine/index.ts'
import { type LabHost, up } from '../../../src/lab/index.ts'
import { connect } from '../../../src/transport/connect.ts'
import { resolveConnection } from '../../../src/transport/resolve.ts'
import { allModules, parsed } from '../../modules/support.ts'

const modules = new Map((await allModules()).map(module => [module.name, module]))

export type Told = {
  readonly status: Status
  readonly diff: readonly Diff[]
  readonly error?: { readonly code: string; readonly message: string }
}
export type Ran = { readonly told: ReadonlyMap<string, Told>; readonly roundTrips: number }

export type TaskOf = {
  readonly name: string
  readonly module: Module
  readonly args: unknown
  readonly source?: string
}

/** Throws where there is no such module. */
export function task(name: string, module: string, args: unknown, source?: string): TaskOf {
  const found = modules.get(module)
  if (!found) throw new Error(`there is no module ${module}`)
  return { name, module: found, args, ...(source === undefined ? {} : { source }) }
}

export const baseHost = (name: string): Promise<LabHost> => up({ name: `${name}-${process.pid}`, image: 'base' })

/** One play of these tasks: what is told of each by its name, and the round trips after login. */
export async function run(host: LabHost, tasks: readonly TaskOf[], mode: 'play' | 'check'): Promise<Ran> {
  const spec = await resolveConnection(host.name, {}, { sshConfig: host.sshConfig, user: 'root' })
  const session = await connect(spec)
  const told = new Map<string, Told>()
  const emit = (event: SwkEvent): void => {
    if (event.type === 'task') told.set(event.task, event)
  }
  try {
    await runHost({ host: host.name, tasks: tasks.map(taskOf), handlers: [] }, session, { mode, emit, holder: 'test' })
    return { told, roundTrips: session.traffic.roundTrips }
  } finally {
    await session.close()
  }
}

/** A failure is passed over, so that one case does not end the others. */
function taskOf({ name, module, args, source = '' }: TaskOf): Task {
  const sources = {
    tree: () => undefined,
    fileMode: () => '0644',
    local: () => ({ file: source }),
    host: 'lab',
    file: () => Buffer.from(source),
    render: () => source,
    unique: String(Math.random()),
    truthy: () => true,
    value: () => source,
  }
  const prepared = parsed(module, args, sources)
  return {
    name,
    module,
    section: 'tasks',
    notify: [],
    ignoreErrors: true,
    noLog: false,
    become: true,
    resolve: () => ({ type: 'run', instances: [{ args: prepared }] }),
  }
}
