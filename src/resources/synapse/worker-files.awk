# Prints the settings of workers' files: `@file PATH`, `|LINE` for what is printed, `?KEY` for a setting that is there and is not printed.
# `keys`: a regular expression of the settings that may be printed.
FNR == 1 { key = ""; print "@file " FILENAME; if ($0 ~ /^# Written by swk:/) print "@managed" }
/^(---|\.\.\.)/ { key = ""; next }
/^["']?[A-Za-z_][A-Za-z0-9_]*["']?[ \t]*:/ {
  key = $0; sub(/[ \t]*:.*/, "", key); gsub(/["']/, "", key)
  if (key !~ keys) print "?" key
}
/^[ \t]*(#|$)/ { next }
key ~ keys { print "|" $0 }
