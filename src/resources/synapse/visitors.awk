# Reads `ss -Htnp state established` and prints port, process and program of connections to a port of this host.
{ own = $3; peer = $4; sub(/:[0-9]+$/, "", own); port = $4; sub(/:[0-9]+$/, "", peer); sub(/.*:/, "", port) }
port + 0 > 0 && port + 0 < 32768 && (own == peer || peer ~ /^(127\.|\[::1\]|\[::ffff:127\.)/) && match($0, /"[^"]+",pid=[0-9]+/) {
  who = substr($0, RSTART + 1, RLENGTH - 1); name = who; pid = who; sub(/".*/, "", name); sub(/.*pid=/, "", pid)
  if (!seen[port " " pid]++) print port, pid, name
}
