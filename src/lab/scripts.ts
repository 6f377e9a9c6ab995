import { network, networkDown } from './network.ts'
import { groupOf, hostFiles, labFiles, machineOf, stateFolder } from './paths.ts'

const trees = '/sys/fs/cgroup/unified /sys/fs/cgroup/systemd'

/**
 * What stands behind a host is plain shell in its own folder: it needs neither this process nor this version of swk,
 * so a host can be taken down when its owner was killed, or is long gone.
 */
export function hostScripts(name: string, instance: string) {
  const head = preamble(name, instance)
  return { boot: head + boot, teardown: head + teardown, watch: head + watch }
}

function preamble(name: string, instance: string): string {
  const { folder } = hostFiles(name)
  return `#!/bin/sh
name='${name}' machine='${machineOf(name)}' group='${groupOf(name)}' instance='${instance}' host='${folder}' state='${stateFolder()}' lock='${labFiles().lock}'
if [ -e /sys/fs/cgroup/cgroup.procs ]; then trees=/sys/fs/cgroup; else trees='${trees}'; fi
`
}

// Unlike a container, a machine lets root take a descriptor of any process (pidfd_getfd).
// A host has a control group of its own, or stopping a unit here would reach processes there.
const boot = `
# Boots this host, and again when its own systemd asks for a reboot (exit status 133).
exec 8>"$host/boot.lock"
flock -n 8 || { echo "$name is already booted" >&2; exit 75; }
export trees group machine host SYSTEMD_NSPAWN_UNIFIED_HIERARCHY=1
while [ ! -e "$host/going" ]; do
  sh -c '
    for tree in $trees; do
      if [ -d "$tree" ]; then mkdir -p "$tree/$group"; echo $$ > "$tree/$group/cgroup.procs"; fi
    done
    echo $$ > "$host/nspawn.pid"
    ulimit -Hn 524288 2>/dev/null # as Debian has it, where this machine may: no host goes beyond what it is given
    exec 8>&- systemd-nspawn --quiet --register=no --keep-unit -D "$host/root" --boot \\
      --network-bridge=${network.bridge} -M "$machine" --console=pipe --kill-signal=SIGRTMIN+4 \\
      --system-call-filter=pidfd_getfd --resolv-conf=off --timezone=off --link-journal=no'
  [ $? = 133 ] || break
done
`

const teardown = `
# Takes this host off the machine: processes, control group, mount, folder; with the last host the network too.
# With "now" it is not asked to shut down first; with "power" it only loses its power. May run any number of times.
[ -z "$2" ] || [ "$2" = "$instance" ] || exit 0 # another host has the name by now
groups() { for tree in $trees; do [ -d "$tree/$group" ] && echo "$tree/$group"; done; }
busy() { for one in $(groups); do find "$one" -name cgroup.procs -exec cat {} +; done 2>/dev/null | grep -q .; }
pids() { for one in $(groups); do find "$one" -name cgroup.procs -exec cat {} + 2>/dev/null; done; }
patiently() { tries=$1; shift; while "$@"; do tries=$((tries - 1)); [ $tries -gt 0 ] || return 1; sleep 0.05; done; }

remove_groups() { for one in $(groups); do find "$one" -depth -type d -exec rmdir {} + 2>/dev/null; done; }

nspawn=$(cat "$host/nspawn.pid" 2>/dev/null)
[ "$1" = power ] || [ ! -d "$host" ] || : > "$host/going" # it may be about to boot again
if [ "$1" = orderly ] && grep -q "/$group\\(/\\|$\\)" "/proc/$nspawn/cgroup" 2>/dev/null; then
  kill -TERM "$nspawn" # hands SIGRTMIN+4 to the host's init
  patiently 300 busy || echo "$name did not shut down in 15 s: killed" >&2
fi
kill_all() { busy || return 1; kill -KILL $(pids) 2>/dev/null; return 0; }
patiently 200 kill_all || echo "$name: some processes can't be killed" >&2
remove_groups
[ "$1" != power ] || exit 0

exec 9>"$lock"
flock 9
if mountpoint -q "$host/root"; then umount "$host/root" 2>/dev/null || umount -l "$host/root"; fi
rm -rf --one-file-system "$host"
remove_groups
if [ -z "$(ls -A "$state/hosts" 2>/dev/null)" ]; then
${networkDown}
fi
${collect()}
`

const watch = `
# Waits for the host's owner to be gone: then standard input, a pipe that only the owner holds, ends.
cat > /dev/null
[ "$(cat "$host/instance" 2>/dev/null)" = "$instance" ] || exit 0 # already down, or another host of that name
exec sh "$host/teardown.sh" now
`

/** Shell text that puts together the lab's common files from those of the hosts. Runs with the lock held. */
export function collect(): string {
  return `
cat "$state"/hosts/*/known_hosts > "$state/known_hosts.new" 2>/dev/null || true
mv "$state/known_hosts.new" "$state/known_hosts"
cat "$state"/hosts/*/ssh_config > "$state/ssh_config.new" 2>/dev/null || true
mv "$state/ssh_config.new" "$state/ssh_config"
parts=$(cat "$state"/hosts/*/inventory.part 2>/dev/null) || true
printf 'all:\\n  children:\\n    homeservers:\\n      hosts:%s\\n' "$(
  if [ -n "$parts" ]; then printf '\\n%s' "$parts"; else echo ' {}'; fi
)" > "$state/inventory.new"
mv "$state/inventory.new" "$state/inventory.yaml"
`
}
