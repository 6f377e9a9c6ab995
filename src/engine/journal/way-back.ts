/** The tasks that take runs back: those of a rollout go back through a rollout, which loses no request. Pure. */
import { isDeepStrictEqual } from 'node:util'
import { SwkError } from '../../errors/diagnostic.ts'
import { hasTrait } from '../../resources/index.ts'
import { refKey } from '../../resources/kind.ts'
import type { CompileRecorded, HostPlay } from '../task.ts'
import { type Entry, mergeEntries } from './entry.ts'
import type { RecordedRun } from './read.ts'
import { type RollbackOptions, rollbackTasks } from './rollback.ts'
import type { DeclaredTopology } from './run-info.ts'

/** `topology`: in effect afterwards, where that changes. */
export type WayBack = Pick<HostPlay, 'tasks' | 'handlers'> & { readonly topology?: DeclaredTopology }

/**
 * What was changed after the rollout goes first, in reverse. Then the rollout towards the former topology, and after it what this has
 * left: packages, groups, and all that was changed before.
 */
export function planWayBack(
  runs: readonly RecordedRun[],
  options: RollbackOptions,
  compile: CompileRecorded | undefined,
): WayBack {
  const entries = runs.flatMap(run => run.entries)
  const last = entries.findLastIndex(entry => entry.isRollout)
  if (last === -1 || compile === undefined) return { tasks: rollbackTasks(entries, options), handlers: [] }
  const { former, evidence } = findFormer(runs)
  const declared = runs.flatMap(({ topology }) => (topology === undefined ? [] : [topology.declared]))
  // A run that mends what is declared has no other topology to go back to.
  if (declared.every(one => isDeepStrictEqual(one, former))) {
    const own = entries.filter(entry => !entry.isRollout)
    return { tasks: rollbackTasks(own, options), handlers: [] }
  }
  const instead = declared.findLast(one => one !== null)
  const { tasks, handlers, verification, isMonolith } = compile(former, instead)
  const rest = mergeEntries(entries.slice(0, last + 1).filter(entry => isMonolith || !entry.isRollout))
  const decided = new Set(rest.map(entry => refKey(entry.change.want)))
  return {
    tasks: [
      ...rollbackTasks(entries.slice(last + 1), options),
      ...tasks,
      ...rollbackTasks(
        rest.map(entry => withoutJobs(onlyOwn(entry, decided))),
        { ...options, section: 'restore' },
      ),
      ...verification,
    ],
    handlers,
    topology: { declared: former, evidence },
  }
}

function findFormer(runs: readonly RecordedRun[]) {
  const first = runs.find(run => run.entries.some(entry => entry.isRollout))
  if (first?.topology !== undefined && 'former' in first)
    return { former: first.former, evidence: first.topology.evidence }
  throw new SwkError({
    code: 'refused',
    message: `the journal does not say which topology the host had before the run ${first?.run}`,
    hint: 'play a playbook with the topology that it is to have',
  })
}

/** A directory that a later rollout emptied comes back only where its own entry does not say otherwise. */
function onlyOwn(entry: Entry, decided: ReadonlySet<string>): Entry {
  const { undo, change } = entry
  if ('cannot' in undo || undo.wants === undefined) return entry
  const own = refKey(change.want)
  const wants = undo.wants.filter(want => refKey(want) === own || !decided.has(refKey(want)))
  return { ...entry, undo: { ...undo, wants } }
}

/** The rollout has restarted what must be. */
function withoutJobs(entry: Entry): Entry {
  const { undo, isRollout } = entry
  if (!isRollout || 'cannot' in undo || undo.last === undefined) return entry
  return {
    ...entry,
    undo: { ...undo, last: undo.last.filter(({ kind }) => !hasTrait(kind, 'writeOnly')) },
  }
}
