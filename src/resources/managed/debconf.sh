# debconf.sh read PACKAGE QUESTION | write PACKAGE QUESTION TYPE UNSEEN (value on standard input): an answer for debconf.
mode=$1 package=$2 question=$3
if [ "$mode" = read ]; then
  command -v debconf-show >/dev/null || exit 0
  printf 'debconf\tpresent\n'
  DEBIAN_FRONTEND=noninteractive debconf-show "$package" 2>/dev/null | sed -n 's/^\([* ]\) \([^:]*\): \{0,1\}/\1\t\2\t/p' |
    while IFS='	' read -r seen name value; do
      [ "$name" = "$question" ] || continue
      # debconf-show keeps passwords to itself.
      case $value in '(password omitted)') value=$(echo "GET $question" | DEBIAN_FRONTEND=noninteractive debconf-communicate "$package" 2>/dev/null) value=${value#0 } ;; esac
      printf 'seen\t%s\nhash\t%s\n' "$([ "$seen" = '*' ] && echo yes || echo no)" "$(printf %s "$value" | sha256sum | cut -d' ' -f1)"
    done
  exit 0
fi
value=$(cat; echo .)
printf '%s %s %s %s\n' "$package" "$question" "$4" "${value%.}" | debconf-set-selections ${5:+--unseen}
