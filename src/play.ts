/** Plays a loaded project: the engine over real connections, with an event callback. What the command line does, for programs. */
import { hostname, userInfo } from 'node:os'
import type { Emit } from './engine/events.ts'
import { type Connection, type Mode, type RunnablePlay, type RunOptions, type RunResult, run } from './engine/index.ts'
import type { Project } from './playbook/project.ts'
import { eventRedactor, learn } from './secret/index.ts'
import type { ResolveOptions } from './transport/resolve.ts'
import type { ConnectionSpec } from './transport/session.ts'
import { withKeyring } from './vault/index.ts'

/** What the command line sets for connections; the inventory's variables are stronger, the ssh configuration weaker. */
export type ConnectionOptions = Omit<ResolveOptions, 'become' | 'env'>

export type PlayOptions = {
  /** `check` touches nothing; `verify` runs only the verification of what the play declares. Default `play`. */
  readonly mode?: Mode
  /** Of `verify`: also a round with a user that is made for it, and removed. */
  readonly active?: boolean
  /** 1: results are reported; 2: also what is run; 3: also what is read. Default 0. */
  readonly verbosity?: number
  /** Hosts at the same time, default 50. */
  readonly forks?: number
  readonly onEvent?: Emit
  /** Ends the run after the task at work. */
  readonly signal?: AbortSignal
  /** Ends the step at work, too. */
  readonly cancelSignal?: AbortSignal
  readonly connection?: ConnectionOptions
  readonly detailedExitcode?: boolean
  /** Asked before each task of a play: whether it is to run. */
  confirmTask?(host: string, task: string): Promise<boolean>
  /** Looks at what each play is about to do on a host, before it does. */
  readonly review?: NonNullable<RunOptions['review']>
  /** Seconds after which a host takes a run back that is not confirmed; default: as each play says. */
  readonly confirm?: number
  /** Whether a failed run is taken back; default: as each play says. */
  readonly rollback?: boolean
  /** The command that takes a run back on a host, for people. */
  rollbackCommand?(host: string, run: string): string
  /** Notes nothing on the hosts: `npm run bench` measures what the journal costs. */
  readonly withoutJournal?: true
  /** What the journals of hosts say about the run. */
  readonly about?: { readonly playbook?: string; readonly revision?: string }
}

function describeConnection(spec: ConnectionSpec): string {
  const how =
    spec.type === 'local' ? 'runs on this machine' : `connects to ${spec.host} port ${spec.port} as ${spec.user}`
  const user = spec.type === 'local' ? userInfo().username : spec.user
  return spec.become && user !== 'root' ? `${how}, and becomes root with ${spec.become.method ?? 'sudo'}` : how
}

/** Resolves with the exit status and a summary per host; a host's failure is an event and a count, not an exception. */
export async function play(
  project: Pick<Project, 'inventory'> &
    Partial<Pick<Project, 'vault' | 'loadRest'>> & { readonly plays: readonly RunnablePlay[] },
  options: PlayOptions = {},
): Promise<RunResult> {
  const { connector } = await import('./transport/connect.ts')
  const { LastingSession } = await import('./transport/lasting-session.ts')
  const { resolveConnection } = await import('./transport/resolve.ts')
  const connect = connector()
  const { onEvent = () => {}, verbosity = 0 } = options
  const emit = eventRedactor(onEvent)
  // While the first host answers.
  const loaded = project.loadRest?.()
  const open = async (host: string, become: boolean): Promise<Connection> => {
    const vars = project.inventory.hosts.get(host)?.vars ?? {}
    const spec = await resolveConnection(host, vars, { ...options.connection, become })
    for (const password of [spec.become?.password, spec.type === 'ssh' ? spec.password : undefined])
      if (password !== undefined) learn(password)
    if (verbosity >= 3) emit({ type: 'detail', host, text: describeConnection(spec) })
    const first = await connect(spec)
    const session = spec.type === 'local' ? first : new LastingSession(first, () => connect(spec))
    await loaded
    options.cancelSignal?.addEventListener('abort', () => void session.cancel(), { once: true })
    const loginUser = spec.type === 'ssh' ? spec.user : userInfo().username
    if (loginUser === 'root') return { session }
    return spec.become ? { session, loginUser } : { session, sessionUser: loginUser }
  }
  const settings: RunOptions = {
    mode: options.mode ?? 'play',
    active: options.active ?? false,
    verbosity,
    forks: options.forks ?? 50,
    emit,
    holder: `${userInfo().username}@${hostname()} pid ${process.pid} since ${new Date().toISOString()}`,
    detailedExitcode: options.detailedExitcode ?? false,
    connect: open,
    ...(options.confirmTask && { confirmTask: options.confirmTask }),
    ...(options.review && { review: options.review }),
    ...(options.about && { about: options.about }),
    ...(options.withoutJournal && { withoutJournal: true as const }),
    ...(options.confirm !== undefined && { confirm: options.confirm }),
    ...(options.rollback !== undefined && { rollback: options.rollback }),
    ...(options.rollbackCommand && { rollbackCommand: options.rollbackCommand }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  }
  return withKeyring(project.vault ?? [], () => run(project.plays, settings))
}
