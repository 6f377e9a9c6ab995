# archive.sh read|write SRC DEST [OWNER GROUP MODE EXCLUDES... -- OPTIONS...]: an archive unpacked into a directory. `$long` is
# one word or none.
# shellcheck disable=SC2086
mode=$1 src=$2 dest=$3
kind() {
  case $(head -c 4 -- "$src" | od -An -tx1 | tr -d ' \n') in
    504b0304 | 504b0506) echo zip ;;
    1f8b*) echo gz ;;
    425a68*) echo bz2 ;;
    fd377a58) echo xz ;;
    28b52ffd) echo zst ;;
    *) echo tar ;;
  esac
}
unpack() {
  case $1 in gz) echo z ;; bz2) echo j ;; xz) echo J ;; zst) echo --zstd ;; esac
}
if [ "$mode" = read ]; then
  [ -f "$src" ] || exit 0
  printf 'src\tpresent\n'
  [ -d "$dest" ] || exit 0
  printf 'dest\tpresent\n'
  type=$(kind)
  printf 'handler\t%s\n' "$type"
  if [ "$type" = zip ]; then
    command -v unzip >/dev/null || { printf 'tool\tunzip\n'; exit 0; }
    same=yes
    zip=$(mktemp -d) && trap 'rm -rf "$zip"' EXIT
    unzip -qq -o "$src" -d "$zip" >/dev/null 2>&1 || same=no
    ( cd "$zip" && find . -type f -exec sh -c 'for f; do cmp -s "$f" "$0/$f" || exit 1; done' "$dest" {} + ) || same=no
    printf 'unpacked\t%s\n' "$same"
    exit 0
  fi
  flag=$(unpack "$type")
  case $flag in --*) long=$flag short='' ;; *) long='' short=$flag ;; esac
  said=$(LC_ALL=C tar --compare $long "-${short}f" "$src" -C "$dest" 2>&1) || :
  said=$(printf '%s\n' "$said" | grep -v -e ': \(Uid\|Gid\|Mode\|Mod time\) differs$' -e 'Removing leading' -e '^$') || :
  [ "$said" ] && printf 'unpacked\tno\n' || printf 'unpacked\tyes\n'
  exit 0
fi
shift 3
type=$(kind)
[ -d "$dest" ] || { echo "the directory $dest does not exist" >&2; exit 1; }
if [ "$type" = zip ]; then
  command -v unzip >/dev/null || { echo 'unzip is not installed' >&2; exit 1; }
  unzip -qq -o "$@" "$src" -d "$dest" >&2
else
  flag=$(unpack "$type")
  case $flag in --*) long=$flag short='' ;; *) long='' short=$flag ;; esac
  tar --extract $long "$@" "-${short}f" "$src" -C "$dest" >&2
fi
