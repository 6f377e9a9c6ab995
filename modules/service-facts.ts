/** The services of the host, for conditions of later tasks. */
import { args, defineModule, inventory, see } from 'swk'

export default defineModule({
  name: 'service_facts',
  summary: 'Sets `services` (and `ansible_facts.services`): the state of each service and whether it starts at boot.',
  args: args({}),
  examples: ['service_facts: {}'],
  sets: () => ['services', 'ansible_facts'],
  reads: () => [inventory('services')],
  plan: () => [],
  result(_, observed) {
    const lines = (see(observed, inventory('services'))?.lines ?? []).map(line => line.split('\t'))
    const services: Record<string, object> = {}
    for (const [kind, name = '', status] of lines)
      if (kind === 'file') services[name] = { name, state: 'inactive', status, source: 'systemd' }
    for (const [kind, name = '', load, sub] of lines) {
      if (kind !== 'unit') continue
      const state = sub === 'running' ? 'running' : sub === 'failed' ? 'failed' : 'stopped'
      const status = load === 'not-found' ? 'not-found' : 'unknown'
      services[name] = { name, status, source: 'systemd', ...services[name], state }
    }
    return { ansible_facts: { services, ansible_facts: { services } } }
  },
})
