# shellcheck disable=SC2034
# The difference between two lists of installed packages in the host's journal.
# `$journal` is set before; swk_apt runs apt-get. Lists of packages are words.
# shellcheck disable=SC2086,SC2154
# Prints what there is: packages with their versions, those of which configuration is left, accounts, new configuration files, and which
# packages came only with others.
swk_saved() {
  # A package on hold is installed as well.
  dpkg-query -W -f '${Package}:${Architecture} ${Version} ${db:Status-Status}\n' | sed -n 's/ installed$/ ii /p; s/^\([^ ]*\) .* config-files$/@left \1/p'
  getent passwd | sed 's/^\([^:]*\):.*/@user \1/'
  getent group | sed 's/^\([^:]*\):.*/@group \1/'
  { echo; swk_dists; } | sed 's/^/@dist /'
  awk '$1 == "Package:" { name = $2 } $1 == "Architecture:" { name = name ":" $2 } $1 == "Auto-Installed:" && $2 == 1 { print "@auto", name }' /var/lib/apt/extended_states 2>/dev/null || :
}
# Configuration files that dpkg lays next to those that were edited.
swk_dists() { find /etc -xdev -name '*.dpkg-dist' 2>/dev/null | sort; }
# SINCE NAME...: sets swk_came (installed by the change, and still there) and swk_went (removed or replaced by it, with versions).
swk_packages() {
  swk_list=${journal:?}/kept/$1; shift
  swk_work=$(mktemp -d); trap 'rm -rf "$swk_work"' EXIT
  [ -e "$swk_list.before" ] || { echo "the journal does not have the packages that were installed before" >&2; exit 9; }
  swk_saved | sort >"$swk_work/all.now"
  sort "$swk_list.before" >"$swk_work/all.before"
  if [ -e "$swk_list.after" ]; then sort "$swk_list.after" >"$swk_work/all.after"; else cp "$swk_work/all.now" "$swk_work/all.after"; fi
  for swk_when in before after now; do grep ' ii $' "$swk_work/all.$swk_when" >"$swk_work/$swk_when" || :; done
  swk_came=$(swk_minus "$swk_work/after" "$swk_work/before" | swk_names | grep -xF -e "$(swk_names <"$swk_work/now")" | tr '\n' ' ') || :
  swk_went=$(grep -vxF -f "$swk_work/after" "$swk_work/before" | grep -vxF -f "$swk_work/now" | sed 's/^\([^ :]*:[^ ]*\) \([^ ]*\).*/\1=\2/' | tr '\n' ' ') || :
}
# SORT: names that the change brought and that are still there.
swk_new() {
  for swk_when in before after now; do sed -n "s/^@$1 //p" "$swk_work/all.$swk_when" >"$swk_work/$1.$swk_when"; done
  grep -vxF -f "$swk_work/$1.before" "$swk_work/$1.after" | grep -xF -f "$swk_work/$1.now" || :
}
# Purging leaves accounts, as their files may be left; without the list of what there was after the change nothing says whose they are.
swk_accounts() {
  [ -e "$swk_list.after" ] && grep -q '^@user ' "$swk_work/all.before" || return 0
  for swk_name in $(swk_new user); do ! getent passwd "$swk_name" >/dev/null || userdel -- "$swk_name"; done
  for swk_name in $(swk_new group); do ! getent group "$swk_name" >/dev/null || groupdel -- "$swk_name"; done
}
# A package that came with others is removed when they are; one that was named is not.
swk_marks() {
  grep -q '^@user ' "$swk_work/all.before" || return 0
  swk_saved | sort >"$swk_work/all.now"
  # apt marks what is for all architectures under that of the host.
  grep ' ii $' "$swk_work/all.now" | swk_names | grep -xF -e "$(swk_names <"$swk_work/before")" | sed "s/:all\$/:$(dpkg --print-architecture)/" >"$swk_work/both" || :
  for swk_when in before now; do sed -n 's/^@auto //p' "$swk_work/all.$swk_when" >"$swk_work/auto.$swk_when"; done
  swk_some=$(grep -xF -f "$swk_work/both" "$swk_work/auto.before" | grep -vxF -f "$swk_work/auto.now" | tr '\n' ' ') || :
  [ -z "$swk_some" ] || apt-mark auto -- $swk_some >&2
  swk_some=$(grep -xF -f "$swk_work/both" "$swk_work/auto.now" | grep -vxF -f "$swk_work/auto.before" | tr '\n' ' ') || :
  [ -z "$swk_some" ] || apt-mark manual -- $swk_some >&2
}
swk_names() { cut -d' ' -f1; }
# FILE OTHER: packages of FILE that OTHER does not name, whatever their version.
swk_minus() { awk 'FNR == NR { seen[$1] = 1; next } !($1 in seen)' "$2" "$1"; }
# Fails where removing these packages removed others, which were installed since.
swk_alone() {
  swk_more=$(LC_ALL=C apt-get -s -q purge -- "$@" | sed -n 's/^Purg \([^ ]*\).*/\1/p' | while read -r swk_one; do
    case " $* " in *" $swk_one "* | *" $swk_one:"*) ;; *) echo "$swk_one" ;; esac
  done)
  [ -z "$swk_more" ] || { echo "removing $* would also remove $(echo "$swk_more" | tr '\n' ' ')" >&2; exit 9; }
}
# NAME...: copies configuration files that are not as these packages brought them, or were there before: they are not the packages' to remove.
swk_own_files() {
  mkdir "$swk_work/own"
  dpkg-query -W -f '${Conffiles}\n' -- "$@" | sed -n 's,^ \(/.*\) \([0-9a-f]\{32\}\)\( obsolete\)\{0\,1\}$,\2 \1,p' | while read -r swk_sum swk_file; do
    [ -f "$swk_file" ] || continue
    [ "$(md5sum <"$swk_file" | cut -d' ' -f1)" != "$swk_sum" ] || [ -n "$(find "$swk_file" ! -cnewer "$swk_list.before")" ] || continue
    cp -a --parents -- "$swk_file" "$swk_work/own"
  done
}
# NAME...: copies configuration files that nothing has touched since the change began: dpkg would replace those that the newer version brings too.
swk_old_files() {
  mkdir "$swk_work/old"
  dpkg-query -W -f '${Conffiles}\n' -- "$@" 2>/dev/null | sed -n 's,^ \(/.*\) [0-9a-f]\{32\}\( obsolete\)\{0\,1\}$,\1,p' | while read -r swk_file; do
    [ ! -f "$swk_file" ] || [ -n "$(find "$swk_file" -cnewer "$swk_list.before")" ] || cp -a --parents -- "$swk_file" "$swk_work/old"
  done
}
swk_put_old_back() {
  (cd "$swk_work/old" && find . ! -type d) | while read -r swk_file; do
    swk_to=${swk_file#.}
    cmp -s "$swk_work/old$swk_to" "$swk_to" || cp -a --remove-destination -- "$swk_work/old$swk_to" "$swk_to"
  done
}
swk_put_back() {
  (cd "$swk_work/own" && find . ! -type d) | while read -r swk_file; do
    swk_to=${swk_file#.}
    [ ! -e "$swk_to" ] && [ ! -L "$swk_to" ] || continue
    mkdir -p -- "${swk_to%/*}"
    cp -a -- "$swk_work/own/$swk_to" "$swk_to"
  done
}
# Packages of which configuration was left before are left like that again.
swk_split() {
  sed -n 's/^@left //p' "$swk_work/all.before" >"$swk_work/left"
  swk_purged=$(printf '%s\n' $swk_came | grep -vxF -f "$swk_work/left" | tr '\n' ' ') || :
  swk_removed=$(printf '%s\n' $swk_came | grep -xF -f "$swk_work/left" | tr '\n' ' ') || :
}
# Removes those that the change, or taking it back, has brought. An older list does not say which there were.
swk_tidy() {
  { ! grep -q '^@dist ' "$swk_work/all.before" || swk_new dist; swk_dists | grep -vxF -f "$swk_work/dists"; } | while read -r swk_file; do rm -f -- "$swk_file"; done
}
swk_take_back() {
  swk_dists >"$swk_work/dists"
  if [ -n "$swk_went" ]; then
    swk_some=$(printf '%s\n' $swk_went | cut -d= -f1 | tr '\n' ' ')
    swk_old_files $swk_some
    swk_apt --allow-downgrades install -- $swk_went
    swk_put_old_back
  fi
  if [ -n "$swk_came" ]; then
    swk_alone $swk_came
    swk_own_files $swk_came
    swk_split
    [ -z "$swk_removed" ] || swk_apt remove -- $swk_removed
    [ -z "$swk_purged" ] || swk_apt purge -- $swk_purged
    swk_put_back
    swk_accounts
  fi
  swk_tidy
  swk_marks
}
