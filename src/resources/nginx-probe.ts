/** What the `nginx` kind runs on the host: follows `include` from nginx.conf, and prints the files that say where requests go. */
import { type Sh, sh } from '../shell/sh.ts'

export function probeScript(): Sh {
  return sh`eval ${script}`
}

/** Bytes of a file beyond which it is no configuration that a person wrote. */
const cap = 262_144

const script = String.raw`
cd /etc/nginx || exit 0
[ -f nginx.conf ] || exit 0
printf '@user %s\n' "$(sed -n 's/^[ \t]*user[ \t][ \t]*\([^ \t;]*\).*/\1/p' nginx.conf)"
todo=/etc/nginx/nginx.conf seen=' '
while [ "$todo" ]; do
  next=
  for file in $todo; do
    case $seen in *" $file "*) continue;; esac
    seen="$seen$file "
    [ -f "$file" ] || continue
    real=$(readlink -f -- "$file")
    printf '@include %s\n' "$file"
    if grep -Eq '^([^#]*[[:space:];{}])?(proxy_pass|upstream)[[:space:]]' "$file" && [ "$(stat -Lc %s -- "$file")" -le ${cap} ]; then
      printf '@text %s %s\n' "$(stat -Lc '%s %a %U %G' -- "$file")" "$real"; cat -- "$file"; printf '\n'
    fi
    next="$next $(sed -n 's/^[^#]*\<include[ \t][ \t]*\([^ \t;]*\)[ \t]*;.*/\1/p' "$file" | tr '\n' ' ')"
  done
  todo=$next
done`
