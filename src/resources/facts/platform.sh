# The kernel, the names of the host, and what runs it.
printf 'system\t%s\n' "$(uname -s)"
printf 'kernel\t%s\n' "$(uname -r)"
printf 'kernel_version\t%s\n' "$(uname -v)"
printf 'machine\t%s\n' "$(uname -m)"
printf 'nodename\t%s\n' "$(uname -n)"
printf 'bits\t%s\n' "$(getconf LONG_BIT)"
name=$(hostname -f 2>/dev/null) || name=$(uname -n)
printf 'fqdn\t%s\n' "$name"
for file in /var/lib/dbus/machine-id /etc/machine-id; do
  [ ! -r "$file" ] || { printf 'machine_id\t%s\n' "$(cat "$file")"; break; }
done
printf 'init\t%s\n' "$(cat /proc/1/comm)"
[ -x /usr/bin/apt-get ] && printf 'pkg_mgr\tapt\n'
[ "$(stat -c %d:%i /)" = "$(stat -c %d:%i /proc/1/root/. 2>/dev/null || stat -c %d:%i /)" ] || printf 'is_chroot\tyes\n'
[ ! -d /sys/kernel/security/apparmor ] || printf 'apparmor\tenabled\n'
printf 'fips\t%s\n' "$(cat /proc/sys/crypto/fips_enabled 2>/dev/null)"
printf 'cmdline\t%s\n' "$(cat /proc/cmdline)"
