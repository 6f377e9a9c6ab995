# Functions that change one path each. The directory is pinned by the working directory, files are created by O_EXCL and changed through
# their descriptor, so that the owner of the directory can't turn root against another file. Each runs in a subshell of its own.
# Set before: the texts of the Perl programs in swk_find_real, swk_change_meta and swk_with_old.
# shellcheck disable=SC2154
swk_in() {
  cd -P -- "$1" || exit 9
  [ "$PWD" = "$1" ] && return
  swk_real=$(perl -e "$swk_find_real" "$1") || exit 9
  swk_real=${swk_real%/}
  cd -P -- "${swk_real:-/}" || exit
  [ "$PWD" = "${swk_real:-/}" ] || { echo "$1 was moved in the meantime" >&2; exit 9; }
}
swk_same() { [ "$(stat -Lc %d:%i /proc/self/fd/8)" = "$(stat -c %d:%i "./$1")" ] || { echo "$1 was replaced while it was written" >&2; exit 9; }; }
swk_signals() { trap 'exit 129' HUP; trap 'exit 130' INT; trap 'exit 143' TERM; }
swk_strays() {
  for swk_stray in .swk.*.*; do
    swk_pid=${swk_stray#.swk.}; swk_pid=${swk_pid%%.*}
    case $swk_pid in '' | *[!0-9]*) continue ;; esac
    [ -d "/proc/$swk_pid" ] || rm -f "./$swk_stray" || :
  done
}
swk_old() { perl -e "$swk_with_old" -- "./$swk_name" "$@"; }
swk_unchanged() {
  case $1 in
    '') return ;;
    -) [ ! -e "./$swk_name" ] && [ ! -L "./$swk_name" ] && return ;;
    *) swk_is=$(swk_old sha256sum) || exit 9; [ "${swk_is%% *}" = "$1" ] && return ;;
  esac
  echo "$swk_name was changed since it was read; it is left as it is" >&2; exit 9
}
swk_file() {
  swk_in "$1"; swk_name=$2 swk_owner=$3 swk_mode=$4 swk_temp=.swk.$$.$5 swk_was=$6
  swk_strays
  swk_unchanged "$swk_was"
  swk_signals; trap 'rm -f "./$swk_temp"' EXIT
  umask 077; set -C; exec 8>"./$swk_temp"; set +C
  [ "$swk_was" = - ] || { swk_old cp --attributes-only --preserve=mode /proc/self/fd/0 /proc/self/fd/8; chmod 0600 /proc/self/fd/8; }
  cat >&8
  chown "${swk_owner:-$(id -u):$(id -g)}" /proc/self/fd/8
  [ "$swk_was" = - ] || swk_old cp --attributes-only --preserve=xattr /proc/self/fd/0 /proc/self/fd/8
  chmod "$swk_mode" /proc/self/fd/8
  sync /proc/self/fd/8
  swk_same "$swk_temp"
  swk_validate
  swk_unchanged "$swk_was"
  mv -T "./$swk_temp" "./$swk_name"
  sync .
}
swk_validate() { :; }
swk_directory() {
  swk_in "$1"; swk_parent=${PWD%/} swk_name=$2
  umask 077; mkdir -- "./$swk_name"
  trap 'rmdir -- "$swk_parent/$swk_name"' EXIT
  cd -P -- "./$swk_name" || exit
  if [ "$PWD" != "$swk_parent/$swk_name" ] || [ ! -O . ]; then echo "$2 was replaced while it was made" >&2; exit 9; fi
  chown "${3:-$(id -u):$(id -g)}" .
  chmod "0$4" .
  trap - EXIT
}
swk_link() {
  swk_in "$1"; swk_temp=.swk.$$.$5
  swk_strays; swk_signals
  trap 'rm -f "./$swk_temp"' EXIT
  ln -s -- "$3" "./$swk_temp"
  [ -z "$4" ] || chown -h -- "$4" "./$swk_temp"
  mv -T "./$swk_temp" "./$2"
  sync .
}
swk_meta() { swk_in "$1"; perl -e "$swk_change_meta" -- "$2" "$3" "$4" "$5" "$6"; }
swk_own_link() { swk_in "$1"; chown -h -- "$3" "./$2"; }
swk_rm() { swk_in "$1"; rm -f -- "./$2"; sync .; }
swk_rm_r() { swk_in "$1"; rm -r --one-file-system -- "./$2"; sync .; }
swk_lay() {
  mkdir "$swk_stage/u$2" "$swk_stage/w$2"
  chown --reference="$1" "$swk_stage/u$2"; chmod --reference="$1" "$swk_stage/u$2"
  mount -t overlay overlay -o "lowerdir=$1,upperdir=$swk_stage/u$2,workdir=$swk_stage/w$2" "$1" && return
  echo "new files cannot be laid over $1 to be checked: this host cannot mount an overlay; nothing was changed" >&2
  exit 9
}
