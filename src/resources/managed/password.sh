# password.sh read USER | write USER (hash on standard input): the hash of a user's password, compared by its own hash.
if [ "$1" = read ]; then
  printf 'shadow\tpresent\n'
  getent shadow "$2" | cut -d: -f2 | tr -d '\n' | sha256sum | sed 's/ .*//; s/^/hash	/'
  exit 0
fi
hash=$(cat)
printf '%s:%s\n' "$2" "$hash" | chpasswd -e
