/** Whether nginx runs at all: another proxy may have taken its place. */
import type { HostView } from '../../engine/module.ts'
import { see, unit } from '../../sdk/refs.ts'
import { nginxUnit } from '../model/paths.ts'

/** How systemd calls the state in which it does not run; undefined: it runs, or systemd does not know it. */
export function stoppedAs(observed: HostView): string | undefined {
  const active = see(observed, unit(nginxUnit))?.active
  return active === 'inactive' || active === 'failed' ? active : undefined
}
