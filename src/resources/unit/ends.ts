/** What goes with the process of a unit. Pure. */
import type { ResourceChange } from '../kind.ts'

/** Whether `id` is one of those that the unit's want names (`removes`, `stops`), and the process ends, also where it begins anew. */
export function goesWith({ want, before, after }: ResourceChange, option: 'removes' | 'stops', id: string): boolean {
  const isNamed = String(want.how?.[option] ?? '')
    .split(' ')
    .includes(id)
  const beginsAnew = before?.mainPid !== 0 && after?.mainPid === 0
  return isNamed && before?.active === 'active' && (after?.active !== 'active' || beginsAnew)
}
