# Starts a job that the play does not wait for. $1: seconds that it may take; $2: its script; $3: its command, for async_status. Its
# standard input is that of this script. Prints its id and the file that says what it is. The shell that waits for it expands its own parameters.
# shellcheck disable=SC2016
umask 077
dir=$(getent passwd "$(id -u)" | cut -d: -f6)/.ansible_async
mkdir -p "$dir"
file=$(mktemp "$dir/jXXXXXXXXXXXX")
cat >"$file.in"
printf '%s\n%s\n' "$(date +%s%3N)" "$3" >"$file"
setsid sh -c '
timeout "$2" sh -c "$3" <"$1.in" >"$1.out" 2>"$1.err"
echo "$? $(date +%s%3N)" >"$1.new"
rm -f "$1.in"
mv "$1.new" "$1.rc"
' job "$file" "$1" "$2" </dev/null >/dev/null 2>&1 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&- &
echo "${file##*/} $file"
