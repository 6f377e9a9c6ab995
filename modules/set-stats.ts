/** Statistics of a run. */
import { args, defineModule, flag, z } from 'swk'

export default defineModule({
  name: 'set_stats',
  summary: 'Registers statistics as `ansible_stats`.',
  args: args({
    data: z.record(z.string(), z.unknown()).describe('Names and values.'),
    per_host: flag.default(false).describe('Whether they are those of the host.'),
    aggregate: flag.default(true).describe('Whether they are added to earlier ones.'),
  }),
  examples: ['set_stats: { data: { upgraded: 3 } }'],
  reads: () => [],
  plan: () => [],
  result: ({ data, per_host, aggregate }) => ({ ansible_stats: { data, per_host, aggregate } }),
  notes: ({ data }) => Object.entries(data).map(([name, value]) => `${name}: ${JSON.stringify(value)}`),
})
