# The distribution, as its own files name it.
cat /etc/os-release
printf 'DEBIAN_VERSION=%s\n' "$(cat /etc/debian_version 2>/dev/null)"
if [ -x /usr/bin/lsb_release ]; then
  lsb_release -a 2>/dev/null | sed -n 's/^\([A-Z][a-z]*\)[a-z ]*[A-Za-z]*:[[:blank:]]*/LSB_\1=/p'
fi
