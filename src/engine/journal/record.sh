# The journal of a host: runs/RUN has a line for the run and one for each change, kept/NAME what was replaced. Root only.
# `$journal` is set before; names in it are swk's own words.
# shellcheck disable=SC2012,SC2045,SC2154
# Everything is on disk before the change that it is noted for.
umask 077
[ -d "${journal:?}/kept" ] || mkdir -p -- "$journal/runs" "$journal/kept"
cd -- "$journal" || exit
# STATUS: at the end of a step that notes. 9: it was refused, which was said.
swk_told() { case $1 in 0 | 9) ;; *) echo "nothing was noted in ${journal:?}" >&2 ;; esac }
# RUN [EVIDENCE]: appends standard input, with EVIDENCE the former topology after it; all of it or nothing.
swk_note() {
  swk_was=$(stat -c %s "runs/$1" 2>/dev/null) || swk_was=0
  if { cat && swk_former "${2-}"; } >>"runs/$1" && sync "runs/$1" runs; then return 0; fi
  if [ "$swk_was" = 0 ]; then rm -f "runs/$1"; else truncate -s "$swk_was" "runs/$1"; fi
  return 1
}
# EVIDENCE: the topology that was declared last; null on a host without workers, which do not run without the file EVIDENCE.
swk_former() {
  [ -n "$1" ] || return 0
  if [ -f topology ]; then swk_is=$(cat topology) || return; elif [ -e "$1" ]; then return 0; else swk_is=null; fi
  printf '{"former":%s}\n' "$swk_is"
}
# TOPOLOGY: is in effect. It outlives the runs.
swk_declare() { printf %s "$1" >topology.new; sync topology.new; mv -T topology.new topology; sync .; }
# RUN [EVIDENCE]: appends how it ended, unless the host has taken it back.
swk_end() { grep -qs '^{"end":"taken back by the host"' "runs/$1" || swk_note "$@"; }
# PATH NAME MEGABYTES: a tree of at most this size. One that cannot be kept is reported by whoever takes the change back.
swk_keep_tree() {
  [ ! -L "$1" ] && [ -d "$1" ] || return 0
  swk_size=$(du -smx -- "$1" | cut -f1)
  [ "$swk_size" -le "$3" ] || return 0
  swk_temp=kept/.$$.tree
  cp -a -x -T -- "$1" "$swk_temp"
  if [ -e "kept/$2" ]; then rm -rf "$swk_temp"; return 0; fi
  sync -f "$swk_temp"
  mv -T "$swk_temp" "kept/$2"
  sync kept
}
# NAME: keeps standard input under this name.
swk_save() { cat >"kept/$1"; sync "kept/$1" kept; }
# DAYS MEGABYTES: removes old runs, oldest first, until the rest is as young and small as that; never the last three. A file without
# the first line of a run is none of them.
swk_prune() {
  rm -rf kept/.[0-9]*
  swk_all=$(grep -ls '^{"run":.*}$' runs/*) || return 0
  swk_count=$(printf '%s\n' "$swk_all" | wc -l)
  for swk_run in $swk_all; do
    [ "$swk_count" -gt 3 ] || break
    swk_size=$(du -sm . | cut -f1)
    [ "$swk_size" -gt "$2" ] || [ -n "$(find "$swk_run" -mtime "+$1")" ] || break
    rm -f "$swk_run"
    swk_count=$((swk_count - 1))
    swk_sweep
  done
}
# Removes what no run refers to.
swk_sweep() {
  swk_used=$(cat runs/* | grep -oE '[0-9a-f]{64}' | sort -u)
  for swk_name in kept/*; do
    swk_name=${swk_name##*/}
    case $swk_name in
    *.*) [ -e "runs/${swk_name%%.*}" ] || rm -rf "kept/$swk_name" ;;
    *) printf '%s\n' "$swk_used" | grep -qxF "$swk_name" || rm -f "kept/$swk_name" ;;
    esac
  done
}
# RUN EARLIER: no run other than these two waits to be confirmed.
swk_free() {
  swk_other=$(cat confirm/run 2>/dev/null) || return 0
  case $swk_other in "$1" | "$2") return ;; esac
  echo "the run $swk_other is not confirmed; the host takes it back within $(cat confirm/seconds) s" >&2
  exit 9
}
