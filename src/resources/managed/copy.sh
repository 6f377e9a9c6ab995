# copy.sh read SRC DEST | write SRC DEST OWNER MODE: a file or directory of the host, and its copy. A SRC with a trailing slash means what is in it.
# Set before: swk_lay_tree, swk_own_tree.
# shellcheck disable=SC2154
mode=$1 src=$2 dest=$3 inside=
target=$dest
if [ -d "$src" ]; then
  case $src in */) ;; *) target=${dest%/}/${src##*/} ;; esac
  real=$(realpath -- "$src")
  case $(realpath -m -- "$target")/ in "${real%/}/"*) inside=yes ;; esac
elif [ -d "$dest" ] || [ "$dest" != "${dest%/}" ]; then
  target=${dest%/}/${src##*/}
fi
if [ "$mode" = read ]; then
  [ -e "$src" ] || { printf 'target\t%s\n' "$target"; exit 0; }
  [ ! -e "$target" ] || printf 'exists\tyes\n'
  same=yes
  if [ -d "$src" ]; then
    printf 'src\tdirectory\n'
    [ -z "$inside" ] || printf 'inside\tyes\n'
    above=${target%/}
    while [ ! -e "$above" ] && [ -n "$above" ]; do above=${above%/*}; done
    [ -d "$above/" ] || printf 'above\t%s\n' "$above"
    LC_ALL=C diff -rq -- "$src" "$target" 2>&1 | grep -qv "^Only in ${target%/}[/:]" && same=no
  else
    printf 'src\tfile\n'
    cmp -s -- "$src" "$target" || same=no
    [ -d "${target%/*}/" ] || printf 'above\t%s\n' "${target%/*}"
  fi
  printf 'target\t%s\nsame\t%s\n' "$target" "$same"
  exit 0
fi
[ -z "$inside" ] || { echo "$target lies in $src" >&2; exit 9; }
if [ -d "$src" ]; then
  perl -e "$swk_lay_tree" -- "${src%/}" "$target" keep </dev/null
else
  work=$(mktemp -d /var/tmp/swk.XXXXXX)
  trap 'rm -rf "$work"' EXIT
  cp --preserve=mode -- "$src" "$work/${target##*/}"
  perl -e "$swk_lay_tree" -- "$work" "${target%/*}/" keep </dev/null
fi
[ -z "$4$5" ] || perl -e "$swk_own_tree" -- "$target" "${4%%:*}" "$(printf %s "$4" | cut -s -d: -f2)" "$5"
