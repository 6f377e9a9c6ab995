/**
 * The shell text that the `nginx` kind runs on the host: `nginx -T` names the files that nginx reads, and those that decide where requests
 * go are printed. If nginx rejects its configuration, its error is printed and `include` is followed instead. The host's own addresses and
 * names come last, since a `proxy_pass` may use any of them.
 */
import { type Sh, sh } from '../../shell/sh.ts'

export function probeScript(): Sh {
  return sh`eval ${script}`
}

/** A larger file was not written by a person. */
const cap = 262_144

/** Directives that decide where requests go, or in which context another file is read. */
const directives = [
  ...['include', 'server', 'location', 'proxy_pass', 'upstream', 'map', 'set', 'stream'],
  ...['proxy_read_timeout', 'proxy_next_upstream', 'proxy_set_header'],
].join('|')

const script = String.raw`
PATH=$PATH:/usr/sbin:/usr/local/sbin
command -v nginx >/dev/null || exit 0
cd /etc/nginx && [ -f nginx.conf ] || exit 0
printf '@user %s\n' "$(sed -n 's/^[ \t]*user[ \t][ \t]*\([^ \t;]*\).*/\1/p' nginx.conf)"
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
    todo=$(sed 's/#.*//' -- $files | tr '{};' '\n\n\n' | sed -n 's/^[ \t]*include[ \t][ \t]*//p' | tr -d \''"')
  done
}
read_files() {
  names=$(timeout 30 nginx -T 2>/dev/null | sed -n 's/^# configuration file \(\/.*\):$/\1/p')
  [ ! "$names" ] || { printf '%s\n' "$names"; return; }
  timeout 30 nginx -t 2>&1 | sed -n 's/^.*\[emerg\] \([0-9]*#[0-9]*: \)*/@error /p' | head -n 1 >&3
  follow
}
{ read_files 3>&4 | awk '!seen[$0]++' | while IFS= read -r file; do
  [ -f "$file" ] || continue
  real=$(readlink -f -- "$file")
  printf '@include %s\n@real %s\n' "$file" "$real"
  grep -qE '(^|[[:space:];{}])(${directives})[[:space:]{]' -- "$file" || continue
  [ "$(stat -Lc %s -- "$file")" -le ${cap} ] || { printf '@large %s\n' "$file"; continue; }
  printf '@text %s %s\n' "$(stat -Lc '%s %a %U %G' -- "$file")" "$real"; cat -- "$file"; printf '\n'
done; } 4>&1
{ ip -o addr show 2>/dev/null || true; } | awk '{ sub("/.*", "", $4); print "@address " $4 }'
{ getent hosts || true; } 2>/dev/null | awk '{ for (i = 2; i <= NF; i++) print "@name " $1 " " $i }'`
