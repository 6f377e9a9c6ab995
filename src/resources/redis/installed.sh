# Prints what an installed Redis says of itself: whether dpkg knows its redis.conf as unchanged, the directives that count, and
# whether any client but this probe has used it.
config=/etc/redis/redis.conf
[ ! -f "$config" ] || {
  printf 'installed\n'
  known=$(dpkg-query -W -f='${Conffiles}\n' redis-server redis 2>/dev/null | awk -v path="$config" '$1 == path { print $2; exit }')
  [ -z "$known" ] || [ "$(md5sum < "$config")" != "$known  -" ] || printf 'unchanged\n'
  awk '$1 ~ /^(port|unixsocket)$/ { gsub(/"/, "", $2); said[$1] = $2 } $1 == "requirepass" || $1 == "aclfile" || $1 == "user" { print "guarded" }
    END { for (name in said) print name, said[name] }' "$config"
  [ ! -r "$config" ] || {
    timeout 5 redis-cli -p 6379 info all 2>/dev/null
    timeout 5 redis-cli -s /run/redis/redis-server.sock info all 2>/dev/null
  } | awk -F'[:_,=]' '/^cmdstat_/ && $2 !~ /^(info|ping|hello|scan|command|config|eval|pubsub|client|auth|acl|select|memory|debug)(\||$)/ { print "used"; exit } /^db[0-9]+:keys/ { print "used"; exit }'
}
[ ! -f /etc/redis/redis-matrix.conf ] || { IFS= read -r first < /etc/redis/redis-matrix.conf; case $first in '# Written by swk:'*) printf 'own\n';; *) printf 'taken\n';; esac; }
for unit in /etc/systemd/system /usr/local/lib/systemd/system /lib/systemd/system /usr/lib/systemd/system; do
  [ ! -f "$unit/redis-server@.service" ] || { printf 'template\n'; break; }
done
