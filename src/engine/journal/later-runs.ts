/** Which runs are taken back with a run: later ones that depend on it, and rollouts before it that came to no end. Pure. */
import { hasTrait, kindOf } from '../../resources/index.ts'
import { refKey } from '../../resources/kind.ts'
import type { Entry } from './entry.ts'
import type { RunSummary } from './read.ts'

type Listed = Pick<RunSummary, 'run' | 'end' | 'topology' | 'takesBack' | 'automatic'>

/** Runs that were taken back, and what took them back, the later ones first: a rollback that was taken back itself took nothing back. */
export const cancelledRuns = (runs: readonly Listed[], meant?: string): ReadonlySet<string> =>
  new Set([...effectiveRollbacks(runs, meant)].flat())

/** By the run that was taken back: what took it back. */
function effectiveRollbacks(runs: readonly Listed[], meant?: string): ReadonlyMap<string, string> {
  const effective = new Map<string, string>()
  for (const { run, takesBack, end } of runs.toReversed())
    if (takesBack !== undefined && end === 'done' && run !== meant && !effective.has(run)) effective.set(takesBack, run)
  return effective
}

/** The last run, but for failed ones that have taken back themselves what they had changed. */
export function lastRun<R extends Listed>(runs: readonly R[]): R | undefined {
  const automatic = runs.filter(one => one.automatic)
  const cancelled = cancelledRuns(automatic)
  return runs.findLast(one => !one.automatic && !cancelled.has(one.run))
}

/** The run, or the first of the rollouts before it that came to no end: a host between two topologies is no state to go back to. */
export function startOfRollout(runs: readonly Listed[], run: string): string {
  const at = runs.findIndex(one => one.run === run && one.topology !== undefined)
  if (at === -1) return run
  const rollbacks = effectiveRollbacks(runs, run)
  const cancelled = cancelledRuns(runs, run)
  const named = new Map(runs.map(one => [one.run, one]))
  const isWhole = ({ run, end = '', takesBack, topology }: Listed): boolean => {
    if (!['done', 'taken back by the host'].includes(end) || rollbacks.has(run)) return false
    // A rollback leads back to where its rollout started; one of a rollback may lead back to the middle of one.
    const taken = takesBack === undefined ? undefined : named.get(takesBack)
    return taken === undefined ? topology !== undefined : taken.topology !== undefined && taken.takesBack === undefined
  }
  const since = runs.slice(runs.slice(0, at).findLastIndex(isWhole) + 1, at)
  return since.find(one => one.topology !== undefined && !cancelled.has(one.run))?.run ?? run
}

/** Of the runs from the first one on. */
export function runsToTakeBack<R extends Run>(
  runs: readonly R[],
  listed: readonly Listed[],
  run: string,
): readonly R[] {
  const cancelled = cancelledRuns(listed, run)
  const automatic = new Set(listed.flatMap(one => (one.automatic ? [one.run] : [])))
  return withDependents(
    runs.filter(one => one.run === run || !(cancelled.has(one.run) || automatic.has(one.run))),
    run,
  )
}

type Run = { readonly run: string; readonly entries: readonly Entry[] }

/** The first run, the one that is meant, and each later one that changed something of it, lies in it, or may rest on a package of it. */
function withDependents<R extends Run>([first, ...later]: readonly R[], meant?: string): readonly R[] {
  if (first === undefined) return []
  const chosen = [first]
  for (const run of later) if (run.run === meant || chosen.some(earlier => rests(run, earlier))) chosen.push(run)
  return chosen
}

function rests(later: Run, earlier: Run): boolean {
  if (earlier.entries.some(({ change }) => hasTrait(change.want.kind, 'opaque'))) return true
  const [own, others] = [keysOf(later), keysOf(earlier)]
  return (
    later.entries.some(entry => around(entry).some(key => others.has(key))) ||
    earlier.entries.some(entry => around(entry).some(key => own.has(key)))
  )
}

const keysOf = ({ entries }: Run): ReadonlySet<string> => new Set(entries.map(({ change }) => refKey(change.want)))

/** The resource and all in which it lies. */
function around({ change: { want } }: Entry): readonly string[] {
  const holders = [...(kindOf(want.kind).holders?.(want.id) ?? [])]
  return [want.id, ...holders].map(id => refKey({ kind: want.kind, id }))
}
