# Entries of tmpfiles.d for the paths in `wanted` (one a line), as systemd-tmpfiles --cat-config orders its files.
BEGIN { count = split(wanted, list, "\n"); for (i = 1; i <= count; i++) is_wanted[list[i]] = 1 }
/^# \/(etc|run|usr\/lib|usr\/local\/lib|lib)\/tmpfiles\.d\/[^ ]*\.conf$/ { file = substr($0, 3); line = 0; next }
{ line++ }
/^[ \t]*(#|$)/ { next }
{
  path = $2; gsub(/"/, "", path); sub(/^\/var\/run\//, "/run/", path); if (path != "/") sub(/\/+$/, "", path)
  if (path in is_wanted) printf "%s\t%s:%d %s %s %s %s\n", path, file, line, $1, $3 == "" ? "-" : $3, $4 == "" ? "-" : $4, $5 == "" ? "-" : $5
}
