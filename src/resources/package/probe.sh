# Prints packages as dpkg has them, and those that provide names which are no package. Arguments: names.
swk_installed() {
  swk_found=$(dpkg-query -W -f '${Package}\t${Architecture}\t${db:Status-Status}\t${Version}\t${db:Status-Want}\n' -- "$@")
  swk_rc=$?
  printf '%s\n' "$swk_found"
  case $swk_rc$swk_found in 0*not-installed*) ;; 0*) return;; esac
  dpkg-query -W -f '${Package}\t${db:Status-Status}\t${Version}\t${Provides}\n' | awk -F '\t' -v names="$*" '
    BEGIN { count = split(names, name, " "); for (i = 1; i <= count; i++) wanted[name[i]] = 1 }
    $2 == "installed" && $4 != "" {
      count = split($4, provided, /, */)
      for (i = 1; i <= count; i++) { sub(/ .*/, "", provided[i]); if (provided[i] in wanted) print "provides\t" provided[i] "\t" $1 "\t" $3 }
    }'
}
