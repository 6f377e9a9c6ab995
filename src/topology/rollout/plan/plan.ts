/**
 * What has to stop, together with what, and why: Synapse's own rules. A process that starts deletes the positions of writers that it
 * does not know, so that two lists of writers must never be at work at once; work that one process takes over from another must
 * never be held by both. All else may restart worker by worker.
 */
import type { HostView } from '../../../engine/module.ts'
import { see, unit } from '../../../sdk/refs.ts'
import { everyonesFiles, sharedFilesOfMain } from '../../config/shared.ts'
import { type Deployment, isMonolith } from '../../model/deployment.ts'
import type { Facts, FoundWorker } from '../../model/facts.ts'
import { sharedFile } from '../../model/paths.ts'
import { withConfigFiles } from './config-files.ts'
import { type Due, findOutdated } from './outdated.ts'
import { type Process, processesOf } from './process.ts'
import { together, why } from './reasons.ts'
import { findUndeclared, onlyServes, runs } from './undeclared.ts'

export type RestartPlan = {
  /** Run, stop together and start again: main first, then the rest. */
  readonly together: readonly Process[]
  /** Surplus workers that are gone before anything starts again. */
  readonly leaving: readonly FoundWorker[]
  /** Surplus workers that only share the load: they leave when all the others are as they should be. */
  readonly leavingLast: readonly FoundWorker[]
  /** Run, and restart one after another. */
  readonly rolling: readonly Due[]
  /** All processes stop: who writes what has changed. */
  readonly stopsAll: boolean
  /** In words. */
  readonly reasons: readonly string[]
}

/** Compares the start record of a process with the configuration as it will be. */
export function planRestart(deployment: Deployment, facts: Facts, observed: HostView): RestartPlan {
  const processes = processesOf(deployment)
  const due = findOutdated(processes, facts, withConfigFiles(deployment, facts, observed)).filter(
    one => !isMonolith(deployment) || wasNoted(one, observed),
  )
  const surplus = findUndeclared(deployment, facts)
  const isForAll = due.some(({ files }) => files.some(isEveryones))
  // One that began with what all shall begin with has no reason to stop.
  const stopping = (isForAll ? due : due.filter(isShared)).map(processIn)
  // Where work changes hands, names are not to be trusted: nobody who may hold some stays until the end.
  const isHandedOver = due.some(({ files }) => files.some(isHeldWork))
  const last = isHandedOver || isMonolith(deployment) ? [] : surplus.filter(onlyServes)
  const leaving = surplus.filter(found => !last.includes(found))
  return {
    together: stopping,
    leaving,
    leavingLast: last,
    stopsAll: isForAll,
    rolling: due.filter(({ process }) => !stopping.includes(process)),
    reasons: [
      ...together(
        due.filter(({ process }) => stopping.includes(process)),
        stopping,
        isForAll,
      ),
      ...why(leaving.filter(found => runs(found, observed))),
    ],
  }
}

/** A monolith that never had a worker has no note of what it began with, and is as it should be. */
const wasNoted = ({ process }: Due, observed: HostView): boolean => see(observed, unit(process.unit))?.config !== null

const isEveryones = (file: string): boolean => everyonesFiles.includes(file)
const isHeldWork = (file: string): boolean => sharedFilesOfMain.includes(file) && file !== sharedFile('listeners')
const processIn = ({ process }: Due): Process => process

/** Main restarts at once, whatever it is due for: there is one, and requests wait at its gate. */
function isShared({ process, files }: Due): boolean {
  return process.worker === null || files.some(file => sharedFilesOfMain.includes(file))
}
