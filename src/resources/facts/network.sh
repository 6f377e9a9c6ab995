# Interfaces, addresses, routes and name servers.
for dir in /sys/class/net/*; do
  [ -d "$dir" ] || continue
  name=${dir##*/}
  printf 'link\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$name" "$(cat "$dir/address")" "$(cat "$dir/mtu")" "$(cat "$dir/operstate")" \
    "$(cat "$dir/flags")" "$(cat "$dir/type")" "$(cat "$dir/speed" 2>/dev/null)"
done
ip -o addr show 2>/dev/null | sed 's/^/addr /'
ip -4 route get 8.8.8.8 2>/dev/null | sed -n '1s/^/route4 /p'
ip -6 route get 2404:6800:400a:800::1012 2>/dev/null | sed -n '1s/^/route6 /p'
sed -n 's/^\(nameserver\|search\|domain\)[[:blank:]][[:blank:]]*/dns.\1 /p' /etc/resolv.conf 2>/dev/null
