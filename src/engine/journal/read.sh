# Reads the journal of a host; prints nothing where there is none.
# `$journal` is set before; names of runs are swk's own words.
# shellcheck disable=SC2045,SC2086,SC2154
# Each run in order: `run NAME COUNT\n`, then its first line and its last one.
swk_list() {
  cd -- "${journal:?}/runs" 2>/dev/null || return 0
  for swk_run in *; do
    [ -f "$swk_run" ] || continue
    echo "run $swk_run $(grep -c '^{"task"' "$swk_run")"
    # Either may be cut where the disk was full.
    printf '%s\n' "$(head -n 1 "$swk_run")" "$(tail -n 1 "$swk_run")"
  done
}
# NAME: units of the packages that came with the change, a line each.
swk_units() {
  [ -e "$1.before" ] || return 0
  awk '!/ ii $/ { next } FNR == NR { seen[$1] = 1; next } !($1 in seen) { print $1 }' "$1.before" "$1.after" | while read -r swk_package; do
    cat "/var/lib/dpkg/info/$swk_package.list" 2>/dev/null || cat "/var/lib/dpkg/info/${swk_package%%:*}.list" 2>/dev/null
  done | sed -n 's,^.*/systemd/system/\([^/]*\.[a-z]*\)$,\1,p'
}
# NAME: what the change has added to the list that was kept before it (`+LINE`), and taken from it (`-LINE`).
swk_moved() {
  [ -e "$1.before" ] || return 0
  awk 'FNR == NR { seen[$0] = 1; next } !($0 in seen) { print "+" $0 }' "$1.before" "$1.after"
  awk 'FNR == NR { seen[$0] = 1; next } !($0 in seen) { print "-" $0 }' "$1.after" "$1.before"
}
# RUN: this run and all later ones, as `run NAME BYTES\n` and the file; then `kept NAME BYTES\n` for what is kept of them, with the
# content of files, as far as it is to be shown and its size allows, and `units NAME BYTES\n` with units of packages,
# `moved NAME BYTES\n` with what a change has added and removed.
swk_read() {
  cd -- "$journal" 2>/dev/null || return 0
  swk_runs=; swk_room=3145728
  for swk_run in runs/*; do
    swk_run=${swk_run##*/}
    [ -n "$swk_runs" ] || [ "$swk_run" = "$1" ] || continue
    swk_runs="$swk_runs runs/$swk_run"
    echo "run $swk_run $(stat -c %s "runs/$swk_run")"
    cat "runs/$swk_run"
  done
  [ -n "$swk_runs" ] || return 0
  swk_shown=$(printf '%s\n' "$swk_runs" | xargs cat | grep -v '"noLog":true' | grep -oE '"sha256":"[0-9a-f]{64}"' | cut -d'"' -f4 | sort -u)
  cd kept || return
  for swk_name in *; do
    swk_size=-
    case $swk_name in
    *.*)
      case "$swk_runs " in *"/${swk_name%%.*} "*) ;; *) continue ;; esac
      case $swk_name in *.after)
        swk_brought=$(swk_units "${swk_name%.after}")
        echo "units ${swk_name%.after} ${#swk_brought}"
        printf %s "$swk_brought"
        swk_lines=$(swk_moved "${swk_name%.after}")
        echo "moved ${swk_name%.after} ${#swk_lines}"
        printf %s "$swk_lines"
        ;;
      esac
      ;;
    *)
      swk_is=$(stat -c %s "$swk_name")
      if [ "$swk_is" -le 1048576 ] && [ "$swk_is" -le "$swk_room" ] && printf '%s\n' "$swk_shown" | grep -qxF "$swk_name"; then
        swk_size=$swk_is
        swk_room=$((swk_room - swk_size))
      fi
      ;;
    esac
    echo "kept $swk_name $swk_size"
    [ "$swk_size" = - ] || cat "$swk_name"
  done
}
