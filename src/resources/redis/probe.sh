# Prints who is connected to Redis over TCP, and who is subscribed over sockets. Arguments: paths of
# sockets, with `#N` behind one if N processes should be subscribed.
cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | awk '$4 == "01" && ($2 ~ /:18EB$/ || $3 ~ /:18EB$/) { print $3, $8 }' |
while read -r remote uid; do
  case $remote in
    *:18EB) name=$(getent passwd "$uid"); printf 'user %s\n' "${name%%:*}";;
    *) printf 'from %s\n' "${remote%:*}";;
  esac
done
for socket do
  printf '@socket %s\n' "$socket"
  case $socket in *'#'*) processes=${socket##*#} socket=${socket%#*};; *) processes=0;; esac
  [ -S "$socket" ] || continue
  for _ in 1 2 3 4 5 6; do
    channels=$(timeout 3 redis-cli -s "$socket" EVAL "local c = redis.call('PUBSUB', 'CHANNELS') if #c == 0 then return {} end return redis.call('PUBSUB', 'NUMSUB', unpack(c))" 0 2>&1)
    most=$(printf '%s\n' "$channels" | sort -n | tail -n 1)
    case $most in ''|*[!0-9]*|0) break;; esac
    [ "$most" -lt "$processes" ] || break
    sleep .3
  done
  printf '%s\n' "$channels"
done
