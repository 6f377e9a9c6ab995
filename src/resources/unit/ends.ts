/** Whether a process ends with a change of its unit, also where it begins anew. Pure. */
import type { ResourceChange } from '../kind.ts'

export const endsIn = ({ before, after }: Pick<ResourceChange, 'before' | 'after'>): boolean =>
  before?.active === 'active' && (after?.active !== 'active' || (before.mainPid !== 0 && after.mainPid === 0))
