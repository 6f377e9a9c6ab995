/** What the `nginx` kind runs on the host: follows `include` from nginx.conf, a few processes a depth, and prints the files that say where requests go. */
import { type Sh, sh } from '../../shell/sh.ts'

export function probeScript(): Sh {
  return sh`eval ${script}`
}

/** Bytes of a file beyond which it is no configuration that a person wrote. */
const cap = 262_144

const script = String.raw`
cd /etc/nginx || exit 0
[ -f nginx.conf ] || exit 0
printf '@user %s\n' "$(sed -n 's/^[ \t]*user[ \t][ \t]*\([^ \t;]*\).*/\1/p' nginx.conf)"
grep -qE '^([^#]*[[:space:];{])?access_log[[:space:]]' nginx.conf || echo @default-log
todo=/etc/nginx/nginx.conf seen=' '
while [ "$todo" ]; do
  files=
  for file in $todo; do
    case $seen in *" $file "*) continue;; esac
    seen="$seen$file "
    [ ! -f "$file" ] || files="$files $file"
  done
  [ "$files" ] || break
  leading=" $(grep -lE '^([^#]*[[:space:];{}])?(proxy_pass|upstream|map|proxy_read_timeout|proxy_next_upstream)[[:space:]]' -- $files | tr '\n' ' ')"
  for file in $files; do
    printf '@include %s\n' "$file"
    case $leading in *" $file "*) ;; *) continue;; esac
    [ "$(stat -Lc %s -- "$file")" -le ${cap} ] || continue
    printf '@text %s %s\n' "$(stat -Lc '%s %a %U %G' -- "$file")" "$(readlink -f -- "$file")"; cat -- "$file"; printf '\n'
  done
  todo=$(sed -n 's/^[^#]*\<include[ \t][ \t]*\([^ \t;]*\)[ \t]*;.*/\1/p' -- $files)
done`
