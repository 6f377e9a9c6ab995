# The time of the host, in its zone.
date '+%Y %m %d %H %M %S %s %Z %z %A %w %W %N'
date -u '+%Y %m %d %H %M %S %s'
