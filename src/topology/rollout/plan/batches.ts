/** Restarts that lose nothing: half of a role's workers at most leave nginx and restart, then the other half. */
import type { Deployment } from '../../model/deployment.ts'
import { ofRole } from '../../model/deployment.ts'
import type { Due } from './outdated.ts'

/**
 * Those of `rolling` that restart now; the rest comes in the next wave. Stateless: planned again behind an interruption or the first
 * wave, it takes what is left.
 */
export function planBatch(rolling: readonly Due[], deployment: Deployment, which: 'first' | 'rest'): readonly Due[] {
  if (which === 'rest') return rolling
  const roles = new Set(rolling.flatMap(({ process }) => process.worker?.role ?? []))
  return [...roles].flatMap(role => {
    const half = Math.ceil(ofRole(deployment, role).length / 2)
    return rolling.filter(({ process }) => process.worker?.role === role).slice(0, half)
  })
}
