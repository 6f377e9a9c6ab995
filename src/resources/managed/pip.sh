# pip.sh read PIP: the packages of a Python. PIP is a program, or in a virtual environment `DIR/bin/pip`.
pip=$2
command -v python3 >/dev/null || exit 0
printf 'python\tpresent\n'
[ -x "$pip" ] || command -v "$pip" >/dev/null || exit 0
printf 'pip\tpresent\n'
PIP_DISABLE_PIP_VERSION_CHECK=1 "$pip" list --format=freeze 2>/dev/null | sed -n 's/==/	/p' |
  awk -F '\t' '{ name = tolower($1); gsub(/[-_.]+/, "-", name); print "package." name "\t" $2 }'
