/** Units that restart behind the reload of another one, in one transaction with it. */
import { type Sh, sh } from '../../shell/sh.ts'

/** Gone after the reload. */
const helper = 'swk-reload.service'

/**
 * Those that start anew have to be known to systemd before a request comes to their sockets, and the others must not stop before no request
 * comes to them any more. So a unit of the moment takes part, which stops before them and all that stops with them (`ConsistsOf`), and
 * whose stopping is the reload. nginx takes a moment to hand over to its new processes; the old ones of `ids` serve so long.
 */
export function restartBehind(reload: string, ids: readonly string[]): Sh {
  return sh`systemctl stop -- ${helper} 2>/dev/null || :
systemd-run --quiet --collect --unit=${helper} --property=Type=oneshot --property=RemainAfterExit=yes \\
  --property="After=$(systemctl show --property=Id,ConsistsOf --value -- ${ids} | tr '\\n' ' ')" \\
  --property=TimeoutStopSec=10 --property=${`ExecStop=/bin/systemctl reload ${reload}`} --property='ExecStop=/bin/sleep 0.3' /bin/true
systemctl restart --no-block -- ${helper} ${ids}
systemctl stop -- ${helper}`
}
