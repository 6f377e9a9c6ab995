/** systemd units, and what is done to them without leaving a state behind. */
import type { Kind, ResourceChange, State, Step } from '../kind.ts'
import { probeNothing, readNothing } from '../write-only.ts'
import { newUnit } from './new.ts'
import { probeUnits } from './probe.ts'
import { readUnits } from './read.ts'
import { transactionStep } from './transaction.ts'
import { unitStep, writeUnit } from './write.ts'

export const unitKind: Kind = {
  name: 'unit',
  quietFields: ['needReload'],
  hidden: ['needReload', 'replaced'],
  probe: probeUnits,
  read: readUnits,
  write: writeUnit,
  writeMany: writeUnits,
  merge: mergeUnit,
}

/** Neighbours of one transaction are one step; all others stand for themselves. */
function writeUnits(changes: readonly ResourceChange[]): readonly Step[] {
  const [first, ...rest] = changes
  if (first === undefined) return []
  const name = first.want.how?.transaction
  if (name === undefined) return [...writeUnit(first.before, first.after, first.want), ...writeUnits(rest)]
  const end = changes.findIndex(({ want }) => want.how?.transaction !== name)
  const own = end === -1 ? changes : changes.slice(0, end)
  return [transactionStep(own), ...writeUnits(changes.slice(own.length))]
}

/** A unit that is made is as systemd shows a new one; of a process that begins anew nothing is known yet. */
function mergeUnit(before: State | null, wanted: State): State {
  const begins = wanted.active !== undefined || (wanted.config !== undefined && wanted.config !== before?.config)
  return { ...newUnit, ...before, ...(begins ? { mainPid: 0, gids: [], replaced: [] } : {}), ...wanted }
}

const verbs = { started: 'start', stopped: 'stop', restarted: 'restart', reloaded: 'reload' } as const

/** id: `restarted nginx.service`. */
export const unitJobKind: Kind = {
  name: 'unit-job',
  traits: ['volatile'],
  probe: probeNothing,
  read: readNothing,
  write(_before, _after, { id }) {
    const [verb = '', unit = ''] = id.split(/ (.*)/s)
    if (!(verb in verbs)) throw new Error(`a unit cannot be ${verb}`)
    return [unitStep(verbs[verb as keyof typeof verbs], unit)]
  },
}
