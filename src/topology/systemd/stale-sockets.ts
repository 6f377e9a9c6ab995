/** Sockets that a process left behind, which would keep the next one from listening. */

/**
 * A line of a unit: before its process starts, sockets at which nobody listens go, with the locks of Twisted, whatever process they
 * name: after a crash or an unclean stop, the number in a lock may be somebody else's by now. Where somebody listens, all stays, and
 * Synapse says so. A `-`: what cannot be removed is no reason not to try.
 */
export function withoutStale(sockets: readonly string[]): string {
  const loop = `for socket in ${sockets.join(' ')}; do grep -qx ".* $$socket" /proc/net/unix || rm -f "$$socket" "$$socket.lock"; done`
  return `# Remove stale sockets without a listener: they would keep this process from starting.\nExecStartPre=-/bin/sh -c '${loop}'\n`
}
