/** Units that restart behind the reload of another one, in one transaction with it. */
import { type Sh, sh } from '../../shell/sh.ts'

export type Reload = {
  /** What is reloaded. */
  readonly unit: string
  /** A unit that stops before it: what the reload leads to its socket waits there for the process as it will be. */
  readonly closing: string | undefined
}

/**
 * What starts anew has to be known to systemd before a request comes to its socket, and nothing may stop before no request comes to it
 * any more. So a helper takes part, which stops before all of them and what stops with them (`ConsistsOf`), but not before `closing`:
 * it has stopped when the process ends on which it waits, and that one lasts until the reload is through. `leaving` stop for good.
 */
export function restartAfterReload(reload: Reload, ids: readonly string[], leaving: readonly string[]): Sh {
  return sh`swk_restart_behind ${[reload.unit, reload.closing ?? '', ids.join(' '), leaving.join(' ')]}`
}

/** A reload that failed keeps nobody from starting: it is told afterwards. */
export const reportReload: Sh = sh`swk_tell_reload`
