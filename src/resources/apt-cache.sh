# Prints the time, that of the last update, those of the sources (with their directories), and `lists` if there are any.
date +%s
stat -c 'stamp %Y' /var/lib/apt/periodic/update-success-stamp /var/lib/apt/lists
find /etc/apt -path '*.d' -type d -printf 'source %C@\n' -o \( -name '*.list' -o -name '*.sources' \) -printf 'source %C@\n'
set -- /var/lib/apt/lists/*Release
[ ! -e "$1" ] || echo lists
