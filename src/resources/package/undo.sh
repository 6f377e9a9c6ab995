# shellcheck disable=SC2034
# The difference between two lists of installed packages in the host's journal.
# `$journal` is set before; swk_apt runs apt-get. Lists of packages are words.
# shellcheck disable=SC2086,SC2154
# SINCE NAME...: sets swk_came (installed by the change, and still there) and swk_went (removed or replaced by it, with versions).
swk_packages() {
  swk_list=${journal:?}/kept/$1; shift
  swk_now=$(mktemp); trap 'rm -f "$swk_now"' EXIT
  dpkg-query -W -f '${Package}:${Architecture} ${Version} ${db:Status-Abbrev}\n' | grep ' ii $' | sort >"$swk_now" || :
  [ -e "$swk_list.before" ] || { echo "the journal does not have the packages that were installed before" >&2; exit 9; }
  swk_after=$swk_list.after; [ -e "$swk_after" ] || swk_after=$swk_now
  swk_came=$(swk_minus "$swk_after" "$swk_list.before" | swk_names | grep -xF -e "$(swk_names <"$swk_now")" | tr '\n' ' ') || :
  swk_went=$(sort "$swk_list.before" | grep -vxF -f "$swk_after" | grep -vxF -f "$swk_now" | sed 's/^\([^ :]*:[^ ]*\) \([^ ]*\).*/\1=\2/' | tr '\n' ' ') || :
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
swk_take_back() {
  [ -z "$swk_went" ] || swk_apt --allow-downgrades install -- $swk_went
  [ -n "$swk_came" ] || return 0
  swk_alone $swk_came
  swk_apt purge -- $swk_came
}
