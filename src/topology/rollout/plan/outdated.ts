/** Which processes run on something old, and on what. */
import type { HostView } from '../../../engine/module.ts'
import type { UnitState } from '../../../resources/unit/state.ts'
import { see, unit } from '../../../sdk/refs.ts'
import { dueBecause } from '../../../sdk/start-record.ts'
import type { Facts } from '../../model/facts.ts'
import { isUp, type Process } from './process.ts'

export type Due = {
  readonly process: Process
  /** Files of which it began with other content. */
  readonly files: readonly string[]
  /** Synapse was upgraded while it ran. */
  readonly upgraded: boolean
}

/** Those that run and have to begin anew. */
export function findOutdated(processes: readonly Process[], facts: Facts, observed: HostView): readonly Due[] {
  return processes
    .filter(process => isUp(process, observed))
    .map(process => ({
      process,
      files: dueBecause(process.unit, process.files, observed),
      upgraded: isUpgraded(process, facts, observed),
    }))
    .filter(({ files, upgraded }) => files.length > 0 || upgraded)
}

/** It runs on libraries of Synapse's environment that an upgrade has replaced on the disk. */
function isUpgraded({ unit: id }: Process, facts: Facts, observed: HostView): boolean {
  return replacedLibraries(see(observed, unit(id)), facts).length > 0
}

export function replacedLibraries(state: UnitState | null, { python }: Facts): readonly string[] {
  const environment = `${python.slice(0, python.lastIndexOf('/bin/'))}/lib/`
  return (state?.replaced ?? []).filter(path => path.startsWith(environment) && /synapse/.test(path))
}
