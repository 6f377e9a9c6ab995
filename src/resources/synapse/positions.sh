# Prints the holders of stream positions in all databases of Synapse on this host. `-X`: no psqlrc; `-w`: no question for a password. A
# database that hangs must not hold up what else is read. A database without these tables is not a Synapse's.
ask() { PGCONNECT_TIMEOUT=3 PGOPTIONS='-c default_transaction_read_only=on -c statement_timeout=3000' timeout 8 runuser -u postgres -- psql -wXAtq -d "$1" 2>&1; }
if ! id -u postgres >/dev/null 2>&1 || ! command -v psql >/dev/null; then
  printf 'PostgreSQL is not on this host\n'
else
  cd /
  all=$(ask postgres <<'SQL'
SELECT datname FROM pg_database WHERE datallowconn AND NOT datistemplate AND datname ~ '^[A-Za-z0-9_.-]+$'
SQL
  ) || { printf '%s\n' "$all"; all=; }
  for database in $all; do
    ask "$database" <<'SQL'
SELECT to_regclass('stream_positions') IS NOT NULL AND to_regclass('federation_stream_position') IS NOT NULL AS found \gset
\if :found
SELECT '@database ' || current_database();
SELECT '@holds ' || current_database() || ' ' || stream_name || ' ' || instance_name FROM stream_positions
UNION SELECT '@holds ' || current_database() || ' federation_sender ' || instance_name FROM federation_stream_position ORDER BY 1;
\endif
SQL
  done
fi
