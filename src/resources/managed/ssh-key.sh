# ssh-key.sh read USER FILE | write USER FILE TYPE BITS COMMENT (passphrase on standard input): a user's own key, made and read as that user.
# A relative FILE is one in the home directory.
mode=$1 user=$2 file=$3
home=$(getent passwd "$user" | cut -d: -f6)
case $file in /*) ;; *) file=$home/$file ;; esac
as_user() {
  if [ "$(id -un)" = "$user" ]; then "$@"; else runuser -u "$user" -- "$@"; fi
}
cd /
if [ "$mode" = read ]; then
  as_user test -e "$file" 2>/dev/null || exit 0
  printf 'key\tpresent\nfile\t%s\n' "$file"
  as_user ssh-keygen -l -f "$file" 2>/dev/null | sed 's/^/fingerprint	/'
  as_user cat -- "$file.pub" 2>/dev/null | head -n 1 | sed 's/^/public	/'
  exit 0
fi
type=$4 bits=$5 comment=$6
[ -d "$home" ] || { echo "the home directory $home does not exist" >&2; exit 1; }
# ssh-keygen asks for the passphrase through a program, since others can read its arguments.
# shellcheck disable=SC2016 # The inner shell expands it.
as_user sh -c 'set -eu
dir=$(umask 077; mktemp -d); trap "rm -rf \"\$dir\"" EXIT
cat >"$dir/phrase"; printf "#!/bin/sh\nexec cat %s/phrase\n" "$dir" >"$dir/ask"; chmod 700 "$dir/ask"
umask 077; mkdir -p -- "${1%/*}"
set -- -q -t "$2" -C "$4" -f "$1" ${3:+-b "$3"}
[ -s "$dir/phrase" ] || set -- "$@" -N ""
SSH_ASKPASS=$dir/ask SSH_ASKPASS_REQUIRE=force DISPLAY=:0 ssh-keygen "$@" </dev/null >&2' sh "$file" "$type" "$bits" "$comment"
