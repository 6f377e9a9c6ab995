# archive.sh read|write SRC DEST EXCLUDE INCLUDE [OWNER MODE OPTION...]: an archive unpacked into a directory. EXCLUDE and INCLUDE are
# names, one a line. `$long` is one word or none.
# Set before: swk_lay_tree.
# shellcheck disable=SC2086,SC2154
mode=$1 src=$2 dest=$3 left=$4 only=$5
[ -f "$src" ] || [ "$mode" = write ] || exit 0
long='' short=''
case $(head -c 4 -- "$src" | od -An -tx1 | tr -d ' \n') in
  504b0304 | 504b0506) type=zip ;;
  1f8b*) type=tar short=z ;;
  425a68*) type=tar short=j ;;
  fd377a58) type=tar short=J ;;
  28b52ffd) type=tar long=--zstd ;;
  *) type=tar ;;
esac
if [ "$type" = zip ] && ! command -v unzip >/dev/null; then
  [ "$mode" = read ] || { echo 'unzip is not installed' >&2; exit 1; }
  printf 'src\tpresent\ntool\tunzip\n'
  exit 0
fi
names() {
  if [ "$type" = zip ]; then unzip -Z1 "$src"; else tar --list --quoting-style=literal $long "-${short}f" "$src"; fi
}
has() {
  case "
$1
" in *"
$2
"*) return 0 ;; *) return 1 ;; esac
}
work=$(mktemp -d /var/tmp/swk.XXXXXX)
trap 'rm -rf "$work"' EXIT
names | while IFS= read -r name; do
  ! has "$left" "${name%/}" || continue
  [ -z "$only" ] || has "$only" "${name%/}" || continue
  printf '%s\n' "$name"
done >"$work/chosen"
if [ "$mode" = read ]; then
  printf 'src\tpresent\n'
  same=yes
  if [ ! -d "$dest" ]; then
    same=no
  elif [ "$type" = zip ]; then
    mkdir "$work/all"
    tr '\n' '\0' <"$work/chosen" | xargs -0 unzip -qq -o -d "$work/all" "$src" >/dev/null 2>&1 || same=no
    # shellcheck disable=SC2016
    (cd "$work/all" && find . -type f -exec sh -c 'for f; do cmp -s "$f" "$0/$f" || exit 1; done' "$dest" {} +) || same=no
  else
    said=$(LC_ALL=C tar --compare $long "-${short}f" "$src" -C "$dest" --no-recursion --verbatim-files-from --files-from="$work/chosen" 2>&1) || :
    said=$(printf '%s\n' "$said" | grep -v -e ': \(Uid\|Gid\|Mode\|Mod time\) differs$' -e 'Removing leading' -e '^$') || :
    [ -z "$said" ] || same=no
  fi
  printf 'unpacked\t%s\n' "$same"
  exit 0
fi
owned=$6 bits=$7
shift 7
# In a directory of root's alone, from where each file takes its place: the owner of a directory there cannot turn root elsewhere.
mkdir "$work/new"
if [ "$type" = zip ]; then
  tr '\n' '\0' <"$work/chosen" | xargs -0 unzip -qq -o "$@" -d "$work/new" "$src" >&2
else
  tar --extract $long "$@" "-${short}f" "$src" -C "$work/new" --no-recursion --verbatim-files-from --files-from="$work/chosen" >&2
fi
[ -z "$owned" ] || chown -hR -- "$owned" "$work/new"
[ -z "$bits" ] || find "$work/new" -mindepth 1 ! -type l -exec chmod -- "$bits" {} +
perl -e "$swk_lay_tree" -- "$work/new" "$dest" '' <"$work/chosen"
