# Functions that the steps of units call.
# swk_do VERB UNIT...: runs systemctl; if it fails, prints the status of the units, short for many.
# swk_start_in_turn UNIT...: starts as many at once as there are processors: those that serve already need them too.
# swk_settle UNIT: waits until its process is the program. A unit of Type=simple counts as started while its process is still systemd's
# own fork, named `(program)`, with another environment and other groups: what is read then would be wrong.
# swk_stagger UNIT...: has systemd hold units back (After=) behind the one that many places before them, as the host has processors,
# until the step ends.
# swk_restart_behind RELOADED CLOSING UNITS LEAVING: restarts units behind the reload of another one; see reload.ts. Lists are one word,
# since names of units hold no spaces. swk_tell_reload: fails if that reload did.
# swk_hand_over UNIT: reloads it. nginx has new processes a moment after its reload; those before serve on until they are gone, or say
# by their title that they are on their way.
# shellcheck disable=SC2086
swk_failed() {
  swk_rc=$1 swk_lines=20
  shift
  [ $# = 1 ] || swk_lines=12
  for swk_unit; do
    [ $# = 1 ] || ! systemctl is-active --quiet -- "$swk_unit" || continue
    systemctl status --no-pager --full --lines="$swk_lines" -- "$swk_unit" >&2 || :
  done
  exit "$swk_rc"
}
swk_do() {
  swk_verb=$1
  shift
  systemctl "$swk_verb" -- "$@" || swk_failed $? "$@"
}
swk_start_in_turn() {
  printf '%s\n' "$@" | xargs -n "$(nproc)" systemctl start -- || swk_failed $? "$@"
}
swk_settle() {
  swk_pid=$(systemctl show -P MainPID -- "$1") swk_n=0
  while [ "${swk_pid:-0}" != 0 ] && read -r swk_comm <"/proc/$swk_pid/comm" && [ "${swk_comm#(}" != "$swk_comm" ] && [ $((swk_n+=1)) -lt 100 ]; do
    sleep .05
  done 2>/dev/null
}
swk_stagger() {
  [ "$(nproc)" -lt $# ] || return 0
  swk_later=$*
  trap swk_unstagger EXIT
  swk_ahead='' swk_count=0
  for swk_unit; do
    swk_count=$((swk_count + 1))
    if [ "$swk_count" -gt "$(nproc)" ]; then
      mkdir -p -- "/run/systemd/system/$swk_unit.d"
      printf '[Unit]\nAfter=%s\n' "${swk_ahead%% *}" >"/run/systemd/system/$swk_unit.d/swk-order.conf"
      swk_ahead=${swk_ahead#* }
    fi
    swk_ahead="$swk_ahead$swk_unit "
  done
  systemctl daemon-reload
}
swk_unstagger() {
  for swk_unit in $swk_later; do
    rm -f -- "/run/systemd/system/$swk_unit.d/swk-order.conf"
    rmdir -- "/run/systemd/system/$swk_unit.d" 2>/dev/null || :
  done
  systemctl daemon-reload
}
swk_restart_behind() {
  swk_helper=swk-reload.service
  systemctl stop -- $swk_helper 2>/dev/null || :
  sleep 10 >/dev/null 2>&1 & swk_hold=$!
  swk_after=$(systemctl show --property=Id,ConsistsOf --value -- $3 $4 | tr ' ' '\n' | grep -vxF -e "${2:-$swk_helper}" | tr '\n' ' ')
  systemd-run --quiet --collect --unit=$swk_helper --property=Type=oneshot --property=RemainAfterExit=yes --property="After=$swk_after" \
    --property="ExecStop=/usr/bin/tail --sleep-interval=0.05 --pid=$swk_hold -f /dev/null" /bin/true
  systemctl restart --no-block -- $swk_helper $3
  [ -z "$4" ] || systemctl stop --no-block -- $4
  swk_reloaded=0
  swk_hand_over "$1" || swk_reloaded=$?
  { kill "$swk_hold"; wait "$swk_hold"; } 2>/dev/null || :
  systemctl stop -- $swk_helper
}
swk_tell_reload() { [ "$swk_reloaded" -eq 0 ]; }
swk_hand_over() {
  # What does not run has nothing to hand over.
  systemctl is-active --quiet -- "$1" || return 0
  swk_main=$(systemctl show --property=MainPID --value -- "$1")
  swk_children=$(cat "/proc/$swk_main/task/$swk_main/children" 2>/dev/null || :)
  swk_before=$(swk_titles)
  systemctl reload -- "$1" || return
  for _ in $(seq 100); do
    swk_titles | grep -qxF -e "$swk_before" || break
    sleep 0.05
  done
}
swk_titles() {
  for swk_pid in $swk_children; do { tr '\0' ' ' <"/proc/$swk_pid/cmdline" && echo "$swk_pid"; } 2>/dev/null || :; done
}
