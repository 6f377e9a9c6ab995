# Who runs the tasks.
printf 'id\t%s\n' "$(id -un)"
printf 'passwd\t%s\n' "$(getent passwd "$(id -u)")"
printf 'real\t%s\n' "$(id -ru):$(id -rg)"
printf 'effective\t%s\n' "$(id -u):$(id -g)"
printf 'login\t%s\n' "$(getent passwd -- "${SUDO_USER:-${LOGNAME:-root}}" | cut -d: -f6)"
