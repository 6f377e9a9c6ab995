/** What workers leave behind that are asked for no more. Their logs stay: those are data. */
import type { HostView } from '../../../engine/module.ts'
import type { Task } from '../../../engine/task.ts'
import { startRecords } from '../../../resources/unit/start-record.ts'
import { staleStartedWithFile, startedWithFile } from '../../../sdk/start-record.ts'
import type { Deployment } from '../../model/deployment.ts'
import type { Facts } from '../../model/facts.ts'
import {
  logConfigFile,
  socketFilesOf,
  target,
  unitFile,
  workerDropIn,
  workerFile,
  workerUnit,
} from '../../model/paths.ts'
import { type Modules, stepTask } from '../../step.ts'
import { gates, type HoldingSocket, holdingSocketsOf, workerGate, writerGate } from '../../systemd/holding-sockets.ts'
import { type AbsentArgs, absentModule } from '../modules/absent.ts'
import { processesModule } from '../modules/processes.ts'
import { findUndeclared } from '../plan/undeclared.ts'

/** nginx and the other processes go past them by now. */
export function unusedSocketsTask(deployment: Deployment, module: Modules): Task {
  return stepTask({
    name: 'Remove unused holding sockets',
    module: processesModule(module('systemd')),
    items: facts => {
      const stopped = unusedGates(deployment, facts).flatMap(({ socketUnit, serviceUnit, socket }) => [
        { unit: socketUnit, sockets: [socket] },
        { unit: serviceUnit, sockets: [] },
      ])
      return stopped.length === 0 ? [] : [{ args: { started: [], stopped, drain: deployment.drain, why: [] } }]
    },
  })
}

/** Those of workers only as far as they are found: systemd loads each unit that it is asked for. */
function unusedGates(deployment: Deployment, facts: Facts): readonly HoldingSocket[] {
  const names = [...deployment.workers, ...findUndeclared(deployment, facts)].map(({ name }) => name)
  const ofWorkers = names.flatMap(name => [workerGate(name), writerGate(name)])
  const isFound = (gate: HoldingSocket): boolean =>
    facts.gates.includes(gate.socketUnit) || facts.gates.includes(gate.serviceUnit)
  const all = [...gates, ...ofWorkers.filter(isFound)]
  const used = new Set(holdingSocketsOf(deployment, facts).map(({ socketUnit }) => socketUnit))
  return all.filter(({ socketUnit }) => !used.has(socketUnit))
}

export function undeclaredFilesTask(deployment: Deployment): Task {
  return stepTask({
    name: 'Remove the files of undeclared workers',
    module: absentModule,
    items: facts =>
      findUndeclared(deployment, facts).map(({ name, file, unit = null }, i, all) => {
        // The links of other workers lie in it.
        const emptied = deployment.workers.length === 0 && i === all.length - 1 ? [wantsFolder] : []
        return { label: name, args: leftBy(name, { file, unit, emptied }) }
      }),
  })
}

/** Links that enable holding sockets of main after their units were removed by hand: systemd does not disable a unit without a file. */
export function orphanedLinks(observed: HostView): readonly string[] {
  const isGone = (unit: string): boolean => observed.state({ kind: 'path', id: unitFile(unit) }) === null
  return gates.flatMap(({ socketUnit, serviceUnit, unit }) => [
    ...(isGone(socketUnit) ? [`${unitFile('sockets.target')}.wants/${socketUnit}`] : []),
    ...(isGone(serviceUnit) ? [`${unitFile(unit)}.wants/${serviceUnit}`] : []),
  ])
}

const wantsFolder = `${unitFile(target)}.wants`

type Found = { readonly file: string | null; readonly unit: string | null; readonly emptied: readonly string[] }

function leftBy(name: string, found: Found): AbsentArgs {
  const unit = found.unit ?? workerUnit(name)
  return {
    files: [
      ...[
        found.file ?? workerFile(name),
        logConfigFile(name),
        workerDropIn(name),
        startedWithFile(unit),
        staleStartedWithFile(unit),
      ],
      ...socketFilesOf(name),
      `${startRecords}/${unit}`,
      // systemd disables no unit that it does not know any more.
      `${wantsFolder}/${unit}`,
    ],
    folders: [`${unitFile(unit)}.d`, ...found.emptied],
  }
}
