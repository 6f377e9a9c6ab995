/** systemd units, and what is done to them without leaving a state behind. */
import type { Kind } from '../kind.ts'
import { noProbe, noStates } from '../nothing.ts'
import { probeUnits } from './probe.ts'
import { readUnits } from './read.ts'
import { unitStep, writeUnit } from './write.ts'

export const unitKind: Kind = {
  name: 'unit',
  quietFields: ['needReload'],
  probe: probeUnits,
  read: readUnits,
  write: writeUnit,
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
