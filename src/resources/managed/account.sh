# account.sh read USER HOME | write USER HOME EXPIRES MIN MAX WARN INACTIVE LOCK MAKE_HOME UMASK SKELETON: what the passwd database
# does not hold of a user. An empty argument leaves things as they are; the hash of a password comes on standard input.
mode=$1 user=$2 home=${3:-$(getent passwd "$2" | cut -d: -f6)}
if [ "$mode" = read ]; then
  [ -z "$home" ] || printf 'home\t%s\n' "$([ -e "$home" ] && echo yes || echo no)"
  getent passwd "$user" >/dev/null || exit 0
  shadow=$(getent shadow "$user") || shadow=$user:::::::
  field() { printf '%s\n' "$shadow" | cut -d: -f"$1"; }
  printf 'min\t%s\nmax\t%s\nwarn\t%s\ninactive\t%s\nexpires\t%s\n' "$(field 4)" "$(field 5)" "$(field 6)" "$(field 7)" "$(field 8)"
  case $(field 2) in !*) echo 'locked	yes' ;; *) echo 'locked	no' ;; esac
  printf %s "$(field 2 | sed 's/^!*//')" | sha256sum | sed 's/ .*//; s/^/hash	/'
  exit 0
fi
expires=$4 min=$5 max=$6 warn=$7 inactive=$8 lock=$9
shift 9
hash=$(cat)
if [ "$hash" ]; then
  [ "$lock" != yes ] || hash=!${hash#!}
  printf '%s:%s\n' "$user" "$hash" | chpasswd -e
fi
case $lock in yes) usermod -L -- "$user" ;; no) usermod -U -- "$user" ;; esac
[ -z "$min" ] || chage -m "$min" -- "$user"
[ -z "$max" ] || chage -M "$max" -- "$user"
[ -z "$warn" ] || chage -W "$warn" -- "$user"
[ -z "$inactive" ] || chage -I "$inactive" -- "$user"
[ -z "$expires" ] || chage -E "$expires" -- "$user"
[ -z "$1" ] || [ -e "$home" ] || mkhomedir_helper "$user" "${2:-$(sed -n 's/^UMASK[[:space:]]*//p' /etc/login.defs)}" "${3:-/etc/skel}"
