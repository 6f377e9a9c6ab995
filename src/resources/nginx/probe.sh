# Prints the configuration that nginx reads, as far as it decides where requests go: `nginx -T` names the files, and those with such
# directives are printed. If nginx rejects its configuration, its error is printed and `include` is followed instead. The host's own
# addresses and names come last, since a `proxy_pass` may use any of them. A file above 256 KiB was not written by a person. Argument: the text
# of files.pl. `$files` is a list of words.
# shellcheck disable=SC2086
directives='include|server|location|proxy_pass|upstream|map|set|stream|proxy_read_timeout|proxy_next_upstream|proxy_set_header'
PATH=$PATH:/usr/sbin:/usr/local/sbin
command -v nginx >/dev/null || exit 0
cd /etc/nginx && [ -f nginx.conf ] || exit 0
user=$(sed -n 's/^[ \t]*user[ \t][ \t]*\([^ \t;]*\).*/\1/p' nginx.conf)
printf '@user %s\n' "${user:-$(nginx -V 2>&1 | sed -n 's/.* --user=\([^ ]*\).*/\1/p')}"
# What the running nginx was started with stands in the title of its process.
master=$(systemctl show -P MainPID nginx.service 2>/dev/null)
tr '\0' '\n' 2>/dev/null <"/proc/${master:-0}/cmdline" | sed -n 's/^nginx: master process .* -c \([^ ]*\).*/@started-with \1/p'
grep -qE '^([^#]*[[:space:];{])?access_log[[:space:]]' nginx.conf || echo @default-log
follow() {
  todo=/etc/nginx/nginx.conf seen=' '
  while [ "$todo" ]; do
    files=
    for file in $todo; do
      case $seen in *" $file "*) continue;; esac
      seen="$seen$file "
      [ ! -f "$file" ] || { files="$files $file"; echo "$file"; }
    done
    [ "$files" ] || break
    todo=$(sed 's/#.*//' -- $files | tr '{};' '\n' | sed -n 's/^[ \t]*include[ \t][ \t]*//p' | tr -d \''"')
  done
}
read_files() {
  names=$(timeout 30 nginx -T 2>/dev/null | sed -n 's/^# configuration file \(\/.*\):$/\1/p')
  [ ! "$names" ] || { printf '%s\n' "$names"; return; }
  timeout 30 nginx -t 2>&1 | sed -n 's/^.*\[emerg\] \([0-9]*#[0-9]*: \)*/@error /p' | head -n 1 >&3
  follow
}
{ read_files 3>&4 | perl -e "$1" -- "$directives"; } 4>&1
{ ip -o addr show 2>/dev/null || true; } | awk '{ sub("/.*", "", $4); print "@address " $4 }'
{ getent hosts || true; } 2>/dev/null | awk '{ for (i = 2; i <= NF; i++) print "@name " $1 " " $i }'
