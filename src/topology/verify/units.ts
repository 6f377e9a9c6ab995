/** Every unit runs, and will after a reboot. */
import { see, unit } from '../../vocabulary/refs.ts'
import type { Deployment } from '../deployment.ts'
import { gates } from '../gates.ts'
import { mainUnit, target, workerUnit } from '../layout.ts'
import type { Check } from './check.ts'

export const units: Check = {
  name: 'Every unit is active and enabled',
  hint: '`systemctl status UNIT` and `journalctl -u UNIT` on the host say more.',
  reads: ({ deployment }) => names(deployment).map(unit),
  faults: ({ deployment }, observed) =>
    names(deployment).flatMap(name => {
      const state = see(observed, unit(name))
      if (state === null) return [`there is no ${name}`]
      const activates = gates.some(({ serviceUnit }) => serviceUnit === name)
      return [
        ...(state.active === 'active' || activates ? [] : [`${name} is ${state.active} (${state.sub})`]),
        ...(['enabled', 'static', 'generated', 'alias'].includes(state.enabled) ? [] : [`${name} is ${state.enabled}`]),
      ]
    }),
}

/** The service of a gate is started by its socket. */
function names({ workers }: Deployment): readonly string[] {
  const own = workers.map(worker => workerUnit(worker.name))
  const doors = gates.flatMap(({ socketUnit, serviceUnit }) => [socketUnit, serviceUnit])
  return ['redis-server.service', mainUnit, ...own, ...doors, target]
}
