# NAME...: prints these accounts, all groups, and `UID DIRECTORY` for the home directories that exist; a blank line between two parts.
swk_users=$(getent passwd -- "$@")
[ -z "$swk_users" ] || printf '%s\n' "$swk_users"
echo
getent group
echo
printf '%s\n' "$swk_users" | cut -d: -f6 | while read -r swk_home; do stat -c '%u %n' -- "$swk_home"; done
