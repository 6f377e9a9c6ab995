/** What a host has beyond Debian's minimum. */
export const packages = [
  'systemd',
  'systemd-sysv',
  'dbus',
  'libpam-systemd',
  'openssh-server',
  'sudo',
  'ca-certificates',
  'iproute2',
  'netbase',
]

/** People of the base host: `admin` has sudo without, `operator` with a password. */
export const people = { admin: 'admin-password', operator: 'operator-password' }

/** Ends the making of the Debian root; runs in it. */
export const finishBase = `
update-ca-certificates
rm -f /etc/ssh/ssh_host_* /etc/hostname /etc/resolv.conf
: > /etc/resolv.conf
echo LANG=C.UTF-8 > /etc/default/locale
: > /etc/machine-id

useradd --create-home --shell /bin/bash admin
useradd --create-home --shell /bin/bash --gid users operator # Debian has a group of that name already
printf '%s\\n' 'admin:${people.admin}' 'operator:${people.operator}' | chpasswd
echo 'admin ALL=(ALL:ALL) NOPASSWD: ALL' > /etc/sudoers.d/admin
echo 'operator ALL=(ALL:ALL) ALL' > /etc/sudoers.d/operator
chmod 0440 /etc/sudoers.d/*
for home in /root /home/admin /home/operator; do install -d -m 0700 "$home/.ssh"; done
chown admin: /home/admin/.ssh; chown operator: /home/operator/.ssh

systemctl enable systemd-networkd.service ssh.service
# What would start by itself, sometime: it would disturb tests and measurements.
systemctl mask apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer fstrim.timer \\
  systemd-networkd-wait-online.service
`
