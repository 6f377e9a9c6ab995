/** The module of `meta: flush_handlers`: the engine runs it by itself. */
import { z } from 'zod'
import { defineModule } from '../../engine/module.ts'

export const metaModule = defineModule({
  name: 'meta',
  summary: 'Runs the notified handlers now.',
  args: z.unknown(),
  reads: () => [],
  plan: () => [],
})
