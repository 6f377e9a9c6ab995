# Functions that change one path each. The directory is pinned by the working directory, files are created by O_EXCL and changed through
# their descriptor, so that the owner of the directory can't turn root against another file. Each runs in a subshell of its own.
# Set before: the texts of the Perl programs in swk_find_real and swk_change, and swk_part.
# shellcheck disable=SC2154
swk_in() {
  cd -P -- "$1" || exit 9
  [ "$PWD" = "$1" ] && return
  swk_real=$(perl -e "$swk_find_real" "$1") || exit 9
  swk_real=${swk_real%/}
  cd -P -- "${swk_real:-/}" || exit
  [ "$PWD" = "${swk_real:-/}" ] || { echo "$1 was moved in the meantime" >&2; exit 9; }
}
swk_signals() { trap 'exit 129' HUP; trap 'exit 130' INT; trap 'exit 143' TERM; }
swk_strays() {
  for swk_stray in .swk.*.*; do
    swk_pid=${swk_stray#.swk.}; swk_pid=${swk_pid%%.*}
    case $swk_pid in '' | *[!0-9]*) continue ;; esac
    [ -d "/proc/$swk_pid" ] || rm -f "./$swk_stray" || :
  done
}
swk_file() { perl -e "$swk_change" -- file "$@"; }
swk_directory() { perl -e "$swk_change" -- directory "$@"; }
swk_meta() { perl -e "$swk_change" -- meta "$@"; }
swk_link() {
  swk_in "$1"; swk_temp=.swk.$$.$5
  swk_strays; swk_signals
  trap 'rm -f "./$swk_temp"' EXIT
  ln -s -- "$3" "./$swk_temp"
  [ -z "$4" ] || chown -h -- "$4" "./$swk_temp"
  mv -T "./$swk_temp" "./$2"
  sync .
}
swk_own_link() { swk_in "$1"; chown -h -- "$3" "./$2"; }
swk_rm() { swk_in "$1"; rm -f -- "./$2"; sync .; }
# Prints $swk_part if it fails when a part of the tree is gone.
swk_rm_r() {
  swk_in "$1"
  swk_gone=$({ rm -rv --one-file-system -- "./$2" || echo failed; } | sed -n '1p;$p')
  case $swk_gone in
  failed*) exit 1 ;;
  *failed) echo "$swk_part" >&2; exit 1 ;;
  esac
  sync .
}
swk_lay() {
  mkdir "$swk_stage/u$2" "$swk_stage/w$2"
  chown --reference="$1" "$swk_stage/u$2"; chmod --reference="$1" "$swk_stage/u$2"
  mount -t overlay overlay -o "lowerdir=$1,upperdir=$swk_stage/u$2,workdir=$swk_stage/w$2" "$1" && return
  echo "new files cannot be laid over $1 to be checked: this host cannot mount an overlay; nothing was changed" >&2
  exit 9
}
