/** Units that restart behind the reload of another one, in one transaction with it. */
import { lines, raw, type Sh, sh } from '../../shell/sh.ts'

/** A unit of the moment: gone after the reload. */
const helper = 'swk-reload.service'
/** Seconds that the others wait for the reload at most. */
const patience = 10

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
export function restartBehind(reload: Reload, ids: readonly string[], leaving: readonly string[]): Sh {
  return lines(
    sh`systemctl stop -- ${helper} 2>/dev/null || :
sleep ${patience} </dev/null >/dev/null 2>&1 & swk_hold=$!
after=$(systemctl show --property=Id,ConsistsOf --value -- ${[...ids, ...leaving]} | tr ' ' '\\n' | grep -vxF -e ${reload.closing ?? helper} | tr '\\n' ' ')
systemd-run --quiet --collect --unit=${helper} --property=Type=oneshot --property=RemainAfterExit=yes --property="After=$after" \\
  --property="ExecStop=/usr/bin/tail --sleep-interval=0.05 --pid=$swk_hold -f /dev/null" /bin/true
systemctl restart --no-block -- ${helper} ${ids}`,
    ...(leaving.length === 0 ? [] : [sh`systemctl stop --no-block -- ${leaving}`]),
    sh`swk_reloaded=0; ${raw(handOver(reload.unit))} || swk_reloaded=$?
{ kill "$swk_hold"; wait "$swk_hold"; } 2>/dev/null || :
systemctl stop -- ${helper}`,
  )
}

/** A reload that failed keeps nobody from starting: it is told afterwards. */
export const toldReload: Sh = sh`[ "$swk_reloaded" -eq 0 ]`

/**
 * nginx has new processes a moment after its reload. Those before serve on until they have gone, or say by their title that they are on
 * their way.
 */
function handOver(unit: string): Sh {
  return sh`{
  main=$(systemctl show --property=MainPID --value -- ${unit})
  children=$(cat "/proc/$main/task/$main/children" 2>/dev/null || :)
  titles() { for pid in $children; do { tr '\\0' ' ' <"/proc/$pid/cmdline" && echo "$pid"; } 2>/dev/null || :; done; }
  before=$(titles)
  systemctl reload -- ${unit} && for try in $(seq 100); do
    titles | grep -qxF -e "$before" || break
    sleep 0.05
  done
}`
}
