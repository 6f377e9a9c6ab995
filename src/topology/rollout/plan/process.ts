/** The processes of a deployment: which files each runs on, and when it starts among the others. */
import type { HostView } from '../../../engine/module.ts'
import { sharedFilesOf, sharedFilesOfMain } from '../../config/shared.ts'
import { type Deployment, isMonolith, type Worker } from '../../model/deployment.ts'
import {
  clubGroup,
  logConfigFile,
  mainUnit,
  unitFile,
  workerDropIn,
  workerFile,
  workerTemplate,
  workerUnit,
} from '../../model/paths.ts'

export type Process = {
  /** As the configuration names it; main is `main`. */
  readonly name: string
  readonly unit: string
  /** null: main. */
  readonly worker: Worker | null
  /** A restart is due where it began with other content of these. */
  readonly files: readonly string[]
}

const main: Process = { name: 'main', unit: mainUnit, worker: null, files: sharedFilesOfMain }

/** Main first. */
export function processesOf({ workers }: Deployment): readonly Process[] {
  return [main, ...workers.map(processOf)]
}

export function processOf(worker: Worker): Process {
  const { name } = worker
  const own = [unitFile(workerTemplate), workerDropIn(name), workerFile(name), logConfigFile(name)]
  return { name, unit: workerUnit(name), worker, files: [...own, ...sharedFilesOf(worker)] }
}

/** Arguments of the module `systemd`. */
export function startedArgs({ unit, files }: Process, deployment: Deployment): Readonly<Record<string, unknown>> {
  return {
    ...{ name: unit, state: 'started', restarts_on: files },
    ...(isMonolith(deployment) ? {} : { enabled: true, runs_with_groups: ['redis', clubGroup] }),
  }
}

/** Ready for work: not on its way, and not one that systemd tries again and again. */
export function isRunning({ unit }: { readonly unit: string }, observed: HostView): boolean {
  return ['active', 'reloading'].includes(String(observed.state({ kind: 'unit', id: unit })?.active))
}

/** Running or on its way: it began with something. Nothing does between two attempts. */
export function isUp({ unit }: { readonly unit: string }, observed: HostView): boolean {
  const state = observed.state({ kind: 'unit', id: unit })
  const isOn = ['active', 'activating', 'reloading'].includes(String(state?.active))
  return isOn && state?.sub !== 'auto-restart'
}

/** What nobody else can do meanwhile, main included: requests for it wait at a gate, and it starts before the rest. */
export function isSingleton({ worker }: Process): boolean {
  return worker === null || worker.role.rank === 'writers' || worker.role.rank === 'media'
}

/** 0: restarts at once with main. Others stop before that, and start behind it in this order. */
export function startOrder(process: Process): number {
  if (isSingleton(process)) return 0
  return process.worker?.role.start === 'first' ? 1 : 2
}
