/** No process of this homeserver runs, or would run after a reboot, that the topology does not name: two may hold the same work. */
import type { HostView } from '../../../engine/module.ts'
import { type SynapseProcess, synapseProcesses } from '../../../resources/synapse/processes.ts'
import { mainUnit, workerUnit } from '../../model/paths.ts'
import type { Check, Subject } from './check.ts'
import { ownProcesses } from './own-processes.ts'

export const processes: Check = {
  name: 'No undeclared process runs',
  hint: 'Stop and disable it, or name it in the topology.',
  reads: () => [synapseProcesses],
  faults(subject, observed) {
    const strangers = ownProcesses(subject, observed).filter(({ unit }) => !unitsOf(subject).has(unit))
    const running = new Set(strangers.map(({ unit }) => unit))
    return [
      ...strangers.map(runs),
      ...twice(subject, observed),
      ...left(subject)
        .filter(({ unit }) => !running.has(unit))
        .map(waits),
    ]
  },
}

const unitsOf = ({ deployment, facts }: Subject): ReadonlySet<string> => {
  const names = deployment.workers.map(({ name }) => name)
  const others = facts.workers.filter(({ name }) => names.includes(name)).flatMap(({ unit }) => unit ?? [])
  return new Set([mainUnit, ...names.map(workerUnit), ...others])
}

function runs({ pid, app, unit, config }: SynapseProcess): string {
  const file = config.at(-1) ?? 'no configuration'
  return `process ${pid} runs synapse.app.${app} with ${file}${unit === '' ? '' : ` (${unit})`}`
}

/** A unit has one process; a second was left behind, or started by hand in its place. */
function twice(subject: Subject, observed: HostView): readonly string[] {
  const byUnit = Map.groupBy(ownProcesses(subject, observed), ({ unit }) => unit)
  return [...byUnit]
    .filter(([unit, all]) => all.length > 1 && unitsOf(subject).has(unit))
    .map(([unit, all]) => `${unit} has ${all.length} processes (${all.map(({ pid }) => pid).join(', ')})`)
}

type Left = { readonly name: string; readonly unit: string; readonly enabled: boolean }

/** Of workers that are not declared: units that run, or will. */
function left({ deployment, facts }: Subject): readonly Left[] {
  const names = new Set(deployment.workers.map(({ name }) => name))
  return facts.workers
    .filter(({ name, active, enabled }) => !names.has(name) && (active || enabled))
    .flatMap(({ name, unit, enabled }) => (unit === null ? [] : [{ name, unit, enabled }]))
}

const waits = ({ name, unit, enabled }: Left): string =>
  `${unit} (worker ${name}) is ${enabled ? 'enabled: it starts at boot' : 'active'}`
