/** The play that takes a run back on each host, as the host's journal has it. */

import { hasTrait } from '../../resources/index.ts'
import type { Session } from '../../transport/session.ts'
import type { RunnablePlay } from '../fleet/runnable-play.ts'
import type { CompileRecorded, HostPlay, Task } from '../task.ts'
import type { Journal } from './journal.ts'
import { lastRun, runsToTakeBack, startOfRollout } from './later-runs.ts'
import { listRuns, type RecordedRun, type RunSummary, readRuns } from './read.ts'
import { rollbackTasks } from './rollback.ts'
import { type UndoArgs, undoModule } from './undo-module.ts'
import { planWayBack, type WayBack } from './way-back.ts'

export type RollbackRequest = {
  /** Default: the last run of each host. */
  readonly run?: string
  readonly force?: readonly string[]
  /** Become root: the journal of a user who does not is another one. */
  readonly become: boolean
  /** Loads what a recorded topology is compiled with. */
  loadCompiler?(): Promise<CompileRecorded>
}

export function rollbackPlay(hosts: readonly string[], request: RollbackRequest): RunnablePlay {
  return {
    ...{ name: `Take back ${request.run ?? 'the last run'}`, hosts, batches: [hosts], needsBecome: request.become },
    async bind(host, session): Promise<HostPlay> {
      const listed = await listRuns(session)
      const run = request.run === undefined ? lastRun(listed) : listed.find(one => one.run === request.run)
      if (run === undefined) return { host, handlers: [], tasks: [refusing(request, listed)] }
      const journal = await readRuns(session, startOfRollout(listed, run.run))
      const runs = runsToTakeBack(journal.runs, listed, run.run)
      const compile = runs.some(one => one.topology !== undefined) ? await request.loadCompiler?.() : undefined
      const options = { ...journal, ...(request.force && { force: request.force }) }
      const { topology, ...back } = planWayBack(runs, options, compile)
      const others = runs.flatMap(one => nameDelegated(one, hosts))
      const about = { takesBack: run.run, playbook: `rollback of ${run.run}`, ...(topology && { topology }) }
      // What is taken back needs its handlers no more.
      const dropped = runs.flatMap(one => one.entries).flatMap(({ notify = [] }) => notify)
      return { host, ...back, tasks: [...others, ...back.tasks], dropped, about }
    },
  }
}

/** The way back of a run that has just failed; its own entries are all that it takes unless it was a rollout. */
export async function readWayBack(
  session: Session,
  { info, entries }: Journal,
  compile: CompileRecorded | undefined,
): Promise<WayBack> {
  const isOwn = compile === undefined || !entries.some(entry => entry.isRollout)
  if (isOwn && !entries.some(({ change }) => hasTrait(change.want.kind, 'opaque')))
    return { tasks: rollbackTasks(entries), handlers: [] }
  if (isOwn) {
    const { units, moved } = await readRuns(session, info.run)
    return { tasks: rollbackTasks(entries, { units, moved }), handlers: [] }
  }
  const listed = await listRuns(session)
  const { runs, ...found } = await readRuns(session, startOfRollout(listed, info.run))
  return planWayBack(runsToTakeBack(runs, listed, info.run), found, compile)
}

/** What delegated tasks have changed on other hosts, unless these are taken back as well. */
function nameDelegated({ run, delegated }: RecordedRun, taken: readonly string[]): readonly Task[] {
  const hosts = delegated.filter(host => !taken.includes(host))
  return hosts.length === 0 ? [] : [readingJournal({ wants: [], delegated: { hosts, run } })]
}

function refusing({ run }: RollbackRequest, listed: readonly RunSummary[]): Task {
  const known = listed.slice(-3).map(one => one.run)
  const message =
    run === undefined
      ? 'the journal of this host has no run to take back'
      : `the journal of this host has no run ${run}`
  const hint = known.length > 0 ? `its last runs are ${known.join(', ')}` : 'a play notes in it what it changes'
  return readingJournal({ wants: [], refusal: { message, hint } })
}

function readingJournal(args: UndoArgs): Task {
  return {
    ...{ name: 'Read the journal', module: undoModule, section: 'rollback', notify: [] },
    ...{ ignoreErrors: false, noLog: false, become: true },
    resolve: () => ({ type: 'run', instances: [{ args }] }),
  }
}
