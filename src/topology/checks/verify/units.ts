/** Every unit runs, and will after a reboot. */
import { see, unit } from '../../../sdk/refs.ts'
import { isMonolith } from '../../model/deployment.ts'
import { mainUnit, target, workerUnit } from '../../model/paths.ts'
import { holdingSocketsOf } from '../../systemd/holding-sockets.ts'
import type { Check, Subject } from './check.ts'

export const units: Check = {
  name: 'Every unit is active and enabled',
  hint: '`systemctl status UNIT` and `journalctl -u UNIT` on the host show more.',
  reads: subject => names(subject).map(unit),
  faults: (subject, observed) =>
    names(subject).flatMap(name => {
      const state = see(observed, unit(name))
      if (state === null) return [`${name} does not exist`]
      const waits = holdingSocketsOf(subject.deployment, subject.facts).some(({ serviceUnit }) => serviceUnit === name)
      return [
        ...(state.active === 'active' || waits ? [] : [`${name} is ${state.active} (${state.sub})`]),
        ...(['enabled', 'static', 'generated', 'alias'].includes(state.enabled) ? [] : [`${name} is ${state.enabled}`]),
      ]
    }),
}

/** The service of a gate is started by its socket. */
function names({ deployment, facts }: Subject): readonly string[] {
  if (isMonolith(deployment)) return [mainUnit]
  const own = deployment.workers.map(worker => workerUnit(worker.name))
  const doors = holdingSocketsOf(deployment, facts).flatMap(({ socketUnit, serviceUnit }) => [socketUnit, serviceUnit])
  return [facts.redis.unit, mainUnit, ...own, ...doors, target]
}
