# Reads the journal of a host; prints nothing where there is none.
# `$journal` is set before; names of runs are swk's own words.
# shellcheck disable=SC2045,SC2086,SC2154
# Each run in order: `run NAME COUNT\n`, then its first line and its last one.
swk_list() {
  cd -- "${journal:?}/runs" 2>/dev/null || return 0
  for swk_run in *; do
    [ -f "$swk_run" ] || continue
    echo "run $swk_run $(grep -c '^{"task"' "$swk_run")"
    head -n 1 "$swk_run"
    tail -n 1 "$swk_run"
  done
}
# RUN: this run and all later ones, as `run NAME BYTES\n` and the file; then `kept NAME BYTES\n` for what is kept of them, with the
# content of files, as far as it is to be shown and its size allows.
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
    *.*) case "$swk_runs " in *"/${swk_name%%.*} "*) ;; *) continue ;; esac ;;
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
