# What a play may leave on a host, a line each: files with their content, users, packages, units. $1: the name of the host.
name=$(cat /etc/hostname)
address=$(ip -4 -o address show scope global | awk 'NR == 1 { sub("/.*", "", $4); print $4 }')
for top in /etc /usr/local /root /home /srv /opt /var/www /var/spool/cron /usr/share/keyrings; do
  [ -e "$top" ] || continue
  find "$top" -xdev \( -path '*/.ansible*' -o -name '.cache' -o -name 'ssh_host_*' -o -name machine-id -o -name 'shadow*' \
    -o -name '*-' -o -name ld.so.cache -o -path '/etc/ssl/certs/*' -o -path '/etc/ssl/private/*' -o -path /root/.ssh \
    -o -name .updated -o -name '.pwd.lock' -o -name resolv.conf -o -name mtab -o -path '*/__pycache__*' \) -prune \
    -o -printf '%y %m %u:%g %p -> %l\n' | sort | while read -r type rest; do
      path=$(printf '%s' "$rest" | sed 's/^[^ ]* [^ ]* //; s/ -> .*//')
      sum=
      [ "$type" = f ] && sum=$(sed "s/${name:-NONE}/HOST/g; s/${address:-NONE}/ADDRESS/g" "$path" | sha256sum | cut -c1-16)
      echo "file $type $rest $sum"
    done
done
getent passwd | sed 's/^/user /'
getent group | sed 's/^/group /'
dpkg-query -W -f 'package ${Package} ${Version} ${db:Status-Abbrev}\n'
systemctl list-unit-files --no-legend --no-pager | awk '$2 != "transient" { print "unit-file", $1, $2 }'
systemctl list-units --type=service,socket,timer --state=active --no-legend --no-pager --plain | awk '{ print "unit", $1, $3 }' |
  grep -v 'session-\|user@\|user-runtime\|swk-'
