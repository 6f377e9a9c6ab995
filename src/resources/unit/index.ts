/** systemd units, and what is done to them without leaving a state behind. */
import type { Kind, State } from '../kind.ts'
import { noProbe, noStates } from '../nothing.ts'
import { newUnit } from './new.ts'
import { probeUnits } from './probe.ts'
import { readUnits } from './read.ts'
import { unitStep, writeUnit } from './write.ts'

export const unitKind: Kind = {
  name: 'unit',
  quietFields: ['needReload'],
  hidden: ['needReload'],
  probe: probeUnits,
  read: readUnits,
  write: writeUnit,
  merge: mergeUnit,
}

/** A unit that is made is as systemd shows a new one; of a process that begins anew nothing is known yet. */
function mergeUnit(before: State | null, wanted: State): State {
  const begins = wanted.active !== undefined || (wanted.config !== undefined && wanted.config !== before?.config)
  return { ...newUnit, ...before, ...(begins ? { mainPid: 0, gids: [] } : {}), ...wanted }
}

const verbs = { started: 'start', stopped: 'stop', restarted: 'restart', reloaded: 'reload' } as const

/** id: `restarted nginx.service`. */
export const unitJobKind: Kind = {
  name: 'unit-job',
  traits: ['volatile'],
  probe: noProbe,
  read: noStates,
  write(_before, _after, { id }) {
    const [verb = '', unit = ''] = id.split(/ (.*)/s)
    if (!(verb in verbs)) throw new Error(`a unit cannot be ${verb}`)
    return [unitStep(verbs[verb as keyof typeof verbs], unit)]
  },
}
