# Prints the memory of the host, the connections that PostgreSQL allows, and programs that are connected to a port of this host.
# It runs psql itself, not Debian's wrapper, which takes longer than all the rest. Ports that are handed out to clients are left out:
# what listens there is not meant to be connected to. Argument: the text of visitors.awk.
visitors=$1
sed -n -e 's/^MemTotal: *\([0-9]*\).*/total \1/p' -e 's/^MemAvailable: *\([0-9]*\).*/available \1/p' /proc/meminfo
psql=
for found in /usr/lib/postgresql/*/bin/psql /usr/bin/psql; do [ ! -x "$found" ] || { psql=$found; break; }; done
for socket in /run/postgresql/.s.PGSQL.*[0-9]; do
  [ -S "$socket" ] && [ "$psql" ] || continue
  printf 'postgres %s %s\n' "${socket##*.}" "$(cd / && PGCONNECT_TIMEOUT=2 timeout 3 setpriv --reuid=postgres --regid=postgres --clear-groups "$psql" -wXAtq -h /run/postgresql -p "${socket##*.}" -d postgres -c 'SHOW max_connections' 2>/dev/null)"
done
ss -Htnp state established 2>/dev/null | awk "$visitors" | while read -r port pid name; do
  unit=
  while IFS= read -r line; do
    case $line in
      *.service) unit=${line##*/};;
      *.service/*) unit=${line%%.service/*}; unit=${unit##*/}.service;;
    esac
  done 2>/dev/null < "/proc/$pid/cgroup"
  printf 'visitor %s %s\n' "$port" "${unit:-$name}"
done
