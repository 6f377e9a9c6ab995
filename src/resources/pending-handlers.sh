# Prints the names of handlers that are due, a file each. A directory of root's; for a user who is not root, one of that user's.
folder=/var/lib/swk/notified
[ -w / ] || folder=${XDG_STATE_HOME:-${HOME:?}/.local/state}/swk/notified
set -- "$folder"/*
[ ! -e "$1" ] || cat -- "$@"
