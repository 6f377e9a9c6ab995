# copy.sh read SRC DEST | write SRC DEST OWNER MODE: a file or directory of the host, and its copy. A SRC with a trailing slash means what is in it.
mode=$1 src=$2 dest=$3
target=$dest
if [ -d "$src" ]; then
  case $src in */) ;; *) target=${dest%/}/${src##*/} ;; esac
elif [ -d "$dest" ] || [ "$dest" != "${dest%/}" ]; then
  target=${dest%/}/${src##*/}
fi
if [ "$mode" = read ]; then
  [ -e "$src" ] || { printf 'target\t%s\n' "$target"; exit 0; }
  [ ! -e "$target" ] || printf 'exists\tyes\n'
  same=yes
  if [ -d "$src" ]; then
    printf 'src\tdirectory\n'
    LC_ALL=C diff -rq -- "$src" "$target" 2>&1 | grep -qv "^Only in ${target%/}[/:]" && same=no
  else
    printf 'src\tfile\n'
    cmp -s -- "$src" "$target" || same=no
  fi
  printf 'target\t%s\nsame\t%s\n' "$target" "$same"
  exit 0
fi
if [ -d "$src" ]; then
  mkdir -p -- "$target"
  cp -r -- "${src%/}/." "$target"
else
  case $dest in */) mkdir -p -- "$dest" ;; esac
  [ ! -L "$target" ] || rm -f -- "$target"
  was='' like=$target
  [ -e "$target" ] || { was=- like=$src; }
  owner=
  [ "$was" ] || owner=$(stat -c %u:%g -- "$target")
  swk_change file "$(dirname -- "$target")" "$(basename -- "$target")" "$owner" "$(stat -Lc %a -- "$like")" "$was" <"$src"
fi
[ -z "$4$5" ] || swk_change tree "$4" "$5" "$target"
