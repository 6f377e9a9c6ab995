/**
 * What a running process began with: systemd itself notes it at each start, whoever starts the unit, through a drop-in. The
 * environment of the process would do too, but daemons that rewrite their title (Redis, nginx, PostgreSQL) overwrite it.
 */

/** One file a unit, gone after a reboot as the processes are. */
export const beganFolder = '/run/swk/began'

/** The text of the drop-in. `config`: a hash in hex, so it needs no quoting. */
export function beginsWith(config: string): string {
  const note = `mkdir -p ${beganFolder} && echo ${config} >"${beganFolder}/%n"`
  return `# Written by swk: what a running process began with.\n[Service]\nExecStartPre=+/bin/sh -c '${note}'\n`
}
