# Functions that print what units are. swk_show UNIT...: what `systemctl show` says of each, a blank line between two, and `gone PATH` for
# files that are loaded and not on disk any more, `bare PATH` for unit files without [Install], `linked UNIT` for those that a link enables, `enabled UNIT STATE` and `text UNIT LINE` where systemd has not loaded what is on disk; it keeps the main processes, and the output in a variable, so that the loop runs in
# this shell. swk_files UNIT...: `file PATH` for unit files and drop-ins on disk, `behind UNIT STATE` for one behind a link. swk_processes: the groups of the main processes, and
# `PID:FILE` for libraries that they run on and that are gone from the disk, or others by now. swk_records DIRECTORY UNIT...:
# `UNIT:LINE`, the start records. Process numbers and paths of systemd are lists of words. Set before: swk_commands.
# shellcheck disable=SC2086,SC2154
swk_pids=
# systemd remembers what it has reported of a unit whose file is removed.
swk_enabled() { swk_state=$(systemctl is-enabled -- "$1" 2>/dev/null) || :; echo "enabled $1 ${swk_state:-bad}"; }
# Without the record of a start, as in commands.pl.
swk_text() {
  systemctl cat -- "$1" 2>/dev/null | sed -e ':a' -e '/\\$/{N;s/\\\n/ /;ba' -e '}' -e '/# started with/d' | grep -E '^ *(Type|RemainAfterExit|Exec[A-Za-z]+) *=' |
    while IFS= read -r swk_line; do printf 'text %s %s\n' "$1" "$swk_line"; done
}
swk_show() {
  swk_fragments=
  swk_shown=$(systemctl show -p LoadState,ActiveState,SubState,UnitFileState,FragmentPath,DropInPaths,NeedDaemonReload,MainPID,NRestarts,Type,RemainAfterExit,CanReload,ExecCondition,ExecStartPre,ExecStart,ExecStartPost,ExecReload,ExecStop,ExecStopPost -- "$@" | perl -e "$swk_commands")
  printf '%s\n\n' "$swk_shown"
  while IFS='=' read -r swk_key swk_value; do
    case $swk_key in
      '') shift;;
      NeedDaemonReload) [ "$swk_value" = no ] || { swk_enabled "$1"; swk_text "$1"; };;
      MainPID) [ "$swk_value" = 0 ] || swk_pids="$swk_pids $swk_value";;
      FragmentPath|DropInPaths)
        [ "$swk_key" = DropInPaths ] || swk_fragments="$swk_fragments $swk_value"
        for swk_file in $swk_value; do [ -e "$swk_file" ] || echo "gone $swk_file"; done
        [ "$swk_key" = DropInPaths ] || ! swk_is_linked "$1" || echo "linked $1";;
    esac
  done <<SHOWN
$swk_shown
SHOWN
  grep -sL '^\[Install\]' /dev/null $swk_fragments | sed 's/^/bare /'
}
swk_folders='/etc/systemd/system /run/systemd/system /usr/local/lib/systemd/system /usr/lib/systemd/system /lib/systemd/system'
swk_files() {
  for swk_unit; do
    for swk_folder in $swk_folders; do for swk_file in "$swk_folder/$swk_unit" "$swk_folder/$swk_unit.d/"*.conf; do
      [ ! -e "$swk_file" ] || echo "file $swk_file"
      [ ! -e "$swk_file" ] || [ -s "$swk_file" ] || echo "empty $swk_file"
    done; done
    # A link in /etc may be a mask.
    [ ! -L "/etc/systemd/system/$swk_unit" ] || swk_behind "$swk_unit"
  done
}
# The unit file behind its link, its template, or what a generator makes it from.
swk_behind() {
  case $1 in *@?*.*) swk_template="${1%%@*}@.${1##*.}";; *) swk_template=$1;; esac
  for swk_folder in $swk_folders; do for swk_name in "$1" "$swk_template"; do
    swk_file=$swk_folder/$swk_name
    if [ -f "$swk_file" ] && [ "$swk_file" != "/etc/systemd/system/$1" ]; then
      if ! grep -qE '^(WantedBy|RequiredBy|UpheldBy|Alias|Also)=' "$swk_file"; then echo "behind $1 static"
      elif swk_is_linked "$1"; then echo "behind $1 enabled"
      else echo "behind $1 disabled"; fi
      return
    fi
  done; done
  for swk_file in "/etc/init.d/${1%.service}" /run/systemd/generator*/"$1"; do [ ! -f "$swk_file" ] || { echo "behind $1 generated"; return; }; done
}
swk_is_linked() {
  for swk_link in /etc/systemd/system/*.wants/"$1" /etc/systemd/system/*.requires/"$1"; do [ ! -L "$swk_link" ] || return 0; done
  return 1
}
swk_processes() {
  [ "$swk_pids" ] || return 0
  swk_status='' swk_maps=''
  for swk_pid in $swk_pids; do
    swk_status="$swk_status /proc/$swk_pid/status" swk_maps="$swk_maps /proc/$swk_pid/maps"
  done
  grep -sH -e ^Gid: -e ^Groups: $swk_status /dev/null
  grep -sHo -e '/[^ ]*[.]so[^ ]* (deleted)$' $swk_maps /dev/null | sort -u
}
swk_records() {
  cd "$1" 2>/dev/null || return
  shift
  grep -sH -e ^ -- "$@" /dev/null
}
