/** The play that takes a run back on each host, as the host's journal has it. */
import type { RunnablePlay } from '../fleet/run.ts'
import type { HostPlay, Task } from '../task.ts'
import { withDependents } from './later-runs.ts'
import { listRuns, type RunSummary, readRuns } from './read.ts'
import { rollbackTasks } from './rollback.ts'
import { undoModule } from './undo-module.ts'

export type RollbackRequest = {
  /** Default: the last run of each host. */
  readonly run?: string
  readonly force?: readonly string[]
  /** Become root: the journal of a user who does not is another one. */
  readonly become: boolean
}

export function rollbackPlay(hosts: readonly string[], request: RollbackRequest): RunnablePlay {
  return {
    ...{ name: `Take back ${request.run ?? 'the last run'}`, hosts, batches: [hosts], needsBecome: request.become },
    async bind(host, session): Promise<HostPlay> {
      const listed = await listRuns(session)
      const run = request.run === undefined ? lastRun(listed) : listed.find(one => one.run === request.run)
      if (run === undefined) return { host, handlers: [], tasks: [refusing(request, listed)] }
      const journal = await readRuns(session, run.run)
      const entries = withDependents(journal.runs).flatMap(one => one.entries)
      const tasks = rollbackTasks(entries, { kept: journal.kept, ...(request.force && { force: request.force }) })
      const about = { takesBack: run.run, playbook: `rollback of ${run.run}` }
      return { host, handlers: [], tasks, about }
    },
  }
}

/** What a failed play has taken back itself is no run to take back, and neither is its taking back. */
function lastRun(runs: readonly RunSummary[]): RunSummary | undefined {
  const automatic = new Set(runs.flatMap(one => (one.automatic ? [one.run, one.takesBack] : [])))
  return runs.findLast(one => !automatic.has(one.run))
}

function refusing({ run }: RollbackRequest, listed: readonly RunSummary[]): Task {
  const known = listed.slice(-3).map(one => one.run)
  const message =
    run === undefined
      ? 'the journal of this host has no run to take back'
      : `the journal of this host has no run ${run}`
  const hint = known.length > 0 ? `its last runs are ${known.join(', ')}` : 'a play notes in it what it changes'
  return {
    ...{ name: 'Read the journal', module: undoModule, section: 'rollback', notify: [] },
    ...{ ignoreErrors: false, noLog: false, become: true },
    resolve: () => ({ type: 'run', instances: [{ args: { wants: [], refusal: { message, hint } } }] }),
  }
}
