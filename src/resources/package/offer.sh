# Words are packages.
# shellcheck disable=SC2034,SC2048,SC2086,SC2154
# Prints what keeps dpkg from work, and what apt makes of packages that are not there. Arguments: NAME
# or NAME=VERSION, NAME=@latest for its candidate, and several of them in one word where they are to be installed together; NAME- to be
# removed, NAME_ to be purged.
swk_try() { swk_look apt-get -y -q -o Debug::NoLocking=1 --allow-downgrades --print-uris install -- "$@"; }
# Those of which another version than the installed one is the candidate.
swk_newer() {
  swk_some=$(printf '%s\n' "$@" | sed -n 's/=@latest$//p')
  [ -n "$swk_some" ] && swk_look apt-cache policy -- $swk_some || return 0
  printf '%s\n' "$swk_text" | awk '
    /^[^ ]/ { name = substr($1, 1, length($1) - 1) }
    $1 == "Installed:" { installed = $2 }
    $1 == "Candidate:" && $2 != installed { printf "%s ", name }'
}
# What is not there as it shall be, as words for apt. $swk_later: what swk_newer says.
swk_missing() {
  dpkg-query -W -f '${Package} ${Architecture} ${Version} ${db:Status-Status}\n' -- "$@" 2>/dev/null | awk -v specs="$*" -v later="$swk_later" '
    $4 ~ /^(installed|triggers-)/ { if (!($1 in version)) version[$1] = $3; version[$1 ":" $2] = $3 }
    END {
      count = split(later, word, " ")
      for (i = 1; i <= count; i++) newer[word[i]] = 1
      count = split(specs, spec, " ")
      for (i = 1; i <= count; i++) {
        name = spec[i]; sub(/=.*/, "", name)
        if (spec[i] ~ /=@latest$/) { if (!(name in version) || name in newer) print name; continue }
        wanted = substr(spec[i], length(name) + 2); gsub(/[.+]/, "\\\\&", wanted); gsub(/\*/, ".*", wanted)
        if (!(name in version) || (wanted != "" && version[name] !~ ("^(" wanted ")$"))) print spec[i]
      }
    }'
}
swk_offer() {
  for swk_update in /var/lib/dpkg/updates/[0-9]*; do [ ! -e "$swk_update" ] || { echo 'dpkg interrupted'; break; }; done
  # dpkg stops at an override whose owner or group is gone.
  while read -r swk_user swk_group swk_mode swk_file; do
    getent passwd "${swk_user#\#}" >/dev/null || { echo "dpkg override user $swk_user $swk_file"; break; }
    getent group "${swk_group#\#}" >/dev/null || { echo "dpkg override group $swk_group $swk_file"; break; }
  done </var/lib/dpkg/statoverride
  for swk_lock in /var/lib/dpkg/lock-frontend /var/lib/dpkg/lock; do
    swk_inode=$(stat -c %i "$swk_lock" 2>/dev/null) || continue
    swk_pid=$(awk -v inode="$swk_inode" '$2 == "POSIX" && $6 ~ (":" inode "$") { print $5; exit }' /proc/locks)
    [ -z "$swk_pid" ] || { echo "dpkg locked $swk_pid $(cat "/proc/$swk_pid/comm" 2>/dev/null)"; break; }
  done
  [ $# -gt 0 ] || return 0
  swk_later=$(swk_newer $*)
  swk_effects "$@"
  for swk_word; do shift; case $swk_word in *[-_]) ;; *) set -- "$@" "$swk_word" ;; esac; done
  [ $# -gt 0 ] || return 0
  swk_due=$(swk_missing $*)
  [ -n "$swk_due" ] || return 0
  for swk_list in /var/lib/apt/lists/*_Packages*; do [ -e "$swk_list" ] || echo 'dpkg no-lists'; break; done
  if swk_try $swk_due; then
    printf '%s\n' "$swk_text" | sed -n 's/^\(Need to get\|After this operation\)/size &/p'
    stat -f -c 'free %a %S' /var/cache/apt/archives /usr
    return 0
  fi
  # What is wrong with one of them is not wrong with the others.
  swk_named='^E: \(Unable to locate package\|Version .* was not found\|Package .* has no installation candidate\)'
  if printf '%s\n' "$swk_text" | grep -q "$swk_named"; then swk_tell '*'; return; fi
  for swk_set; do
    swk_some=$(swk_missing $swk_set)
    [ -z "$swk_some" ] || swk_try $swk_some || swk_tell "$swk_set"
  done
}
swk_tell() { echo "of $1"; printf '%s\n' "$swk_text" | sed -n "/^'/d; s/^/apt /p"; }
# What each run of apt does to other packages: later tasks may name them.
swk_effects() {
  swk_runs=''
  for swk_word; do
    case $swk_word in
      *[-_])
        swk_words=$(swk_plain "$swk_word")
        dpkg-query -W -f '${db:Status-Status}\n' -- $swk_words 2>/dev/null | grep -qvx -e not-installed -e config-files || continue
        ;;
      *) [ -n "$(swk_missing $swk_word)" ] || continue ;;
    esac
    swk_runs="$swk_runs$swk_word
"
  done
  printf %s "$swk_runs" | while read -r swk_word; do swk_does "$swk_word"; done
}
swk_plain() { printf '%s' "$1" | tr -d _ | sed 's/-\( \|$\)/ /g'; }
swk_does() {
  case $1 in *_) swk_verb=purge ;; *-) swk_verb=remove ;; *) swk_verb=install ;; esac
  # One that is there is not named to apt, which would replace it with its latest version.
  if [ $swk_verb = install ]; then swk_words=$(swk_missing $1); else swk_words=$(swk_plain "$1"); fi
  swk_look apt-get -s -y -q -o Debug::NoLocking=1 --allow-downgrades $swk_verb -- $swk_words || return 0
  echo "does $1"
  swk_acts=$(printf '%s\n' "$swk_text" | grep '^\(Inst\|Remv\|Purg\) ')
  printf '%s\n' "$swk_acts"
  swk_came=$(printf '%s\n' "$swk_acts" | awk '$1 == "Inst" { print $2 }')
  [ -z "$swk_came" ] || { swk_look apt-cache policy -- $swk_came && printf '%s\n' "$swk_text" | awk '/^[^ ]+:$/ { name = substr($1, 1, length($1) - 1) } $1 == "Candidate:" { print "candidate", name, $2 }'; }
  swk_gone=$(printf '%s\n' "$swk_acts" | awk '$1 != "Inst" { print $2 }')
  [ -z "$swk_gone" ] || swk_removes $swk_gone
  swk_other=$(printf '%s\n' "$swk_acts" | awk '$1 == "Inst" && $3 ~ /^\[/ { print $2 }')
  # The conffiles of a removed package are replaced as well if they are unmodified.
  [ -z "$swk_came" ] || swk_other="$swk_other $(dpkg-query -W -f '${Package} ${db:Status-Status}\n' -- $swk_came 2>/dev/null | sed -n 's/ config-files$//p')"
  [ -z "${swk_other# }" ] || dpkg-query -L -- $swk_other | while read -r swk_file; do [ -d "$swk_file" ] || printf 'replaced %s\n' "$swk_file"; done
}
# The files that go with packages, and the directories that no other package has.
swk_removes() {
  swk_kept=''
  [ $swk_verb = purge ] || swk_kept=$(dpkg-query -W -f '${Conffiles}\n' -- "$@" | awk 'NF { print $1 }')
  for swk_name; do
    [ $swk_verb != purge ] || break
    for swk_script in /var/lib/dpkg/info/"$swk_name".postrm /var/lib/dpkg/info/"$swk_name":*.postrm; do
      [ ! -e "$swk_script" ] || { echo "keeps $swk_name"; continue 2; }
    done
    [ -z "$(dpkg-query -W -f '${Conffiles}' -- "$swk_name")" ] || echo "keeps $swk_name"
  done
  swk_dirs='' swk_files=''
  for swk_file in $(dpkg-query -L -- "$@" | sort -u); do
    if [ -d "$swk_file" ] && [ ! -L "$swk_file" ]; then swk_dirs="$swk_dirs $swk_file"
    else printf '%s\n' "$swk_kept" | grep -qxF -e "$swk_file" || swk_files="$swk_files$swk_file
"; fi
  done
  printf %s "$swk_files" | sed 's/^/removed /'
  [ -n "$swk_dirs" ] || return 0
  swk_dirs=$(dpkg-query -S -- $swk_dirs 2>/dev/null | awk -v names="$*" '
    BEGIN { count = split(names, name, " "); for (i = 1; i <= count; i++) gone[name[i]] = 1 }
    {
      at = index($0, ": /"); if (at == 0) next
      count = split(substr($0, 1, at - 1), owner, /, /)
      for (i = 1; i <= count; i++) { sub(/:.*/, "", owner[i]); if (!(owner[i] in gone)) next }
      print substr($0, at + 2)
    }')
  # A directory in which something else lies stays.
  for swk_file in $swk_dirs; do
    find "$swk_file" -mindepth 1 | grep -qvxF -e "$swk_files$swk_dirs" || echo "removed $swk_file"
  done
}
