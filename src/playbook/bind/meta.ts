/** The module of `meta`: what the engine does by itself. Its tasks change nothing. */
import { z } from 'zod'
import { defineModule } from '../../engine/module.ts'
import type { Task } from '../../engine/task.ts'
import type { TaskSource } from '../types.ts'

export const metaModule = defineModule({
  name: 'meta',
  summary: 'Runs notified handlers, ends the play for a host, or logs in to it again.',
  args: z.unknown(),
  freeForm: 'action',
  reads: () => [],
  plan: () => [],
})

/**
 * Hosts are independent, so that `end_play` and `end_batch` end the play for each host whose condition holds. Facts are read when
 * they are used and errors do not stay, so that the others have nothing to do.
 */
export function metaOf({ module, args }: TaskSource): Task['meta'] {
  if (module !== 'meta') return undefined
  if (args === 'flush_handlers' || args === 'end_role' || args === 'reset_connection') return args
  return ['end_host', 'end_play', 'end_batch'].includes(String(args)) ? 'end_host' : undefined
}
