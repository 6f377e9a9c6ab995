# Words are packages and archives.
# shellcheck disable=SC2048,SC2086,SC2154
# Reads what packages would bring, without changing anything: apt names the archives, which are fetched into a directory of the session's
# own, that goes with it. Prints `failed WHY`, or `read` and the answers of contents.pl.
# MEGABYTES OPTIONS SPECS PROGRAM QUESTION...; OPTIONS: of apt-get, as words.
swk_contents() (
  swk_most=$1 swk_option=$2 swk_specs=$3 swk_program=$4
  shift 4
  swk_store=/var/tmp/${0%/*}; swk_store=/var/tmp/${swk_store##*/}.packages
  [ "$swk_most" -gt 0 ] || { printf 'failed it is forbidden\0'; return; }
  { [ -d "$swk_store" ] && [ -O "$swk_store" ] && [ ! -L "$swk_store" ]; } || mkdir -m 711 "$swk_store" || { printf 'failed no directory\0'; return; }
  # apt names no archive that lies in its cache.
  mkdir -p "$swk_store/empty/partial"
  swk_look apt-get -y -q -q -o Debug::NoLocking=1 -o Acquire::ForceHash=SHA256 -o Dir::Cache::archives="$swk_store/empty/" --allow-downgrades \
    $swk_option --print-uris install -- $swk_specs || { printf 'failed apt cannot resolve %s\0' "$swk_specs"; return; }
  swk_due=$(printf '%s\n' "$swk_text" | sed -n "s/^'\([^']*\)' \([^ /]*\.deb\) \([0-9]*\) \([^ ]*\)$/\1 \2 \3 \4/p")
  swk_need=$(printf '%s\n' "$swk_due" | awk '{ bytes += $3 } END { printf "%d", bytes / 1000000 }')
  [ "$swk_need" -lt "$swk_most" ] || { printf 'failed the archives have %s MB\0' "$swk_need"; return; }
  set -f
  swk_archives='' swk_fetch=''
  while read -r swk_uri swk_name _ swk_hash; do
    [ -n "$swk_name" ] || continue
    if [ -f "/var/cache/apt/archives/$swk_name" ]; then swk_archives="$swk_archives /var/cache/apt/archives/$swk_name"; continue; fi
    swk_archives="$swk_archives $swk_store/$swk_name"
    [ -f "$swk_store/$swk_name" ] || swk_fetch="$swk_fetch $swk_uri $swk_store/$swk_name $swk_hash"
  done <<END
$swk_due
END
  if [ -n "$swk_fetch" ]; then
    swk_text=$(timeout 240 /usr/lib/apt/apt-helper download-file $swk_fetch 2>&1 </dev/null) || {
      rm -rf "$swk_store"; printf 'failed the archives cannot be fetched\0'; return
    }
  fi
  swk_answers=$swk_store/answers
  rm -rf "$swk_store/controls"
  mkdir "$swk_store/controls"
  perl -e "$swk_program" -- "$swk_store" $swk_archives -- "$@" >"$swk_answers" 2>"$swk_store/errors" || { printf 'failed the archives cannot be read\0'; return; }
  printf 'read\0'
  cat "$swk_answers"
)
