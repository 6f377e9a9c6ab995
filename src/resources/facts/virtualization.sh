# What the host runs on.
printf 'container\t%s\n' "$(systemd-detect-virt --container)"
printf 'vm\t%s\n' "$(systemd-detect-virt --vm)"
[ ! -e /dev/kvm ] || printf 'host\tkvm\n'
