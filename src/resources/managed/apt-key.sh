# apt-key.sh read|write ID KEYRING SOURCE DATA [STATE]: a key in a keyring; in any that apt trusts if KEYRING is apt's directory of them. ID: its
# number or fingerprint in capitals, or nothing: that of the key at SOURCE. SOURCE: a URL, a path, the name of a keyserver, or `data`.
# Set before: swk_is_closed.
# shellcheck disable=SC2154
mode=$1 id=$2 keyring=$3 source=$4 data=$5 trusted=/etc/apt/trusted.gpg.d
if ! command -v gpg >/dev/null; then
  [ "$mode" = read ] || { echo 'gpg is not installed' >&2; exit 1; }
  printf 'tool\tgpg\n'
  exit 0
fi
IFS='
'
work=$(umask 077; mktemp -d /var/tmp/swk.XXXXXX)
trap 'rm -rf "$work"' EXIT
export GNUPGHOME="$work" LC_ALL=C
printf 'batch\nquiet\nno-secmem-warning\n' >"$work/gpg.conf"
# The key, into a file.
fetch() {
  case $source in
    http://* | https://* | ftp://*)
      /usr/lib/apt/apt-helper -o APT::Sandbox::User=root -o Acquire::http::Timeout=20 -o Acquire::https::Timeout=20 download-file "$source" "$work/key" </dev/null >&2
      ;;
    /*) cat -- "$source" >"$work/key" ;;
    data) printf '%s\n' "$data" >"$work/key" ;;
    *) gpg --keyserver "$source" --recv-keys "$id" </dev/null >&2 && gpg --export >"$work/key" ;;
  esac
}
# Numbers and fingerprints of the keys in a file, those of its first key before all others.
ids() { gpg --with-colons --show-keys -- "$1" 2>/dev/null | awk -F: '$1 == "pub" || $1 == "sub" { print $5 } $1 == "fpr" { print $10 }'; }
holds() { ids "$1" | grep -q "$id\$"; }
first() { ids "$work/key" | head -n 1; }
# Sets the number where none is given; fails if the key that was fetched is none, or another one.
identify() {
  [ "$id" ] || id=$(first)
  [ "$id" ] && holds "$work/key"
}
fetch_key() {
  fetch
  identify || { echo "there is no key ${id:+$id }at $source" >&2; exit 1; }
}
rings() {
  if [ "$keyring" != "$trusted" ]; then echo "$keyring"; return; fi
  for ring in /etc/apt/trusted.gpg "$trusted"/*.gpg "$trusted"/*.asc; do [ ! -f "$ring" ] || echo "$ring"; done
}
is_there() {
  for ring in $(rings); do ! holds "$ring" || return 0; done
  return 1
}
dir=$trusted
[ "$keyring" = "$trusted" ] || dir=${keyring%/*}
is_closed() { perl -e "$swk_is_closed" "$dir"; }
if [ "$mode" = read ]; then
  [ -d "$dir" ] || { printf 'lacks\t%s\n' "$dir"; exit 0; }
  is_closed || { printf 'open\t%s\n' "$dir"; exit 0; }
  # A server is asked only for a key whose number is not known: an earlier task may be what lets it answer.
  asks=no
  case $source in /* | data) asks=yes ;; *) [ "$id" ] || asks=yes ;; esac
  if [ "$asks" = yes ]; then
    if fetch 2>/dev/null; then
      identify || printf 'unusable\tyes\n'
    else
      case $source in /*) printf 'unusable\tyes\n' ;; esac
    fi
  fi
  printf 'key\t%s\nid\t%s\n' "$([ "$id" ] && is_there && echo present || echo absent)" "$id"
  exit 0
fi
# What is in a directory that others can write to is not root's to write.
is_closed || { echo "others than root can write to $dir: no keyring is written there" >&2; exit 9; }
# The keys that gpg holds now, into a keyring.
replace() {
  armor=''
  case $1 in *.asc) armor=--armor ;; esac
  gpg ${armor:+"$armor"} --export >"$work/new"
  if [ ! -s "$work/new" ]; then rm -f -- "$1"; return; fi
  new=$(umask 077; mktemp "$dir/.swk.XXXXXX")
  cat "$work/new" >"$new"
  chmod 644 "$new"
  sync "$new"
  mv -f -- "$new" "$1"
}
if [ "$6" = present ]; then
  fetch_key
  into=$keyring
  [ "$keyring" != "$trusted" ] || into=$trusted/$(first).gpg
  rm -f "$work"/pubring*
  [ ! -f "$into" ] || gpg --import -- "$into" >&2
  gpg --import -- "$work/key" >&2
  replace "$into"
  exit 0
fi
# Without a number, every key would be the one to be removed.
[ "$id" ] || fetch_key
for ring in $(rings); do
  holds "$ring" || continue
  rm -f "$work"/pubring*
  gpg --import -- "$ring" >&2
  gpg --yes --delete-keys "$(gpg --with-colons --list-keys -- "$id" | awk -F: '$1 == "fpr" { print $10; exit }')" >&2
  dir=${ring%/*}
  replace "$ring"
done
