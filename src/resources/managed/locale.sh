# locale.sh read|write|remove NAME: a locale of /etc/locale.gen, and what locale-gen makes of the file.
file=/etc/locale.gen
plain=$(printf %s "$2" | sed 's/[][\.*^$/]/\\&/g')
if [ "$1" = read ]; then
  printf 'file\t%s\n' "$([ -e $file ] && echo present || echo absent)"
  known=$(locale -a 2>/dev/null | sed 's/utf8/UTF-8/' | grep -cx "$plain" || :)
  printf 'locale\t%s\n' "$([ "$known" = 0 ] && echo absent || echo present)"
  exit 0
fi
if [ "$3" = present ]; then
  grep -q "^ *#* *$plain " $file || {
    echo "$file has no locale $2" >&2
    exit 1
  }
  sed -i "s/^ *#* *\($plain .*\)/\1/" $file
else
  sed -i "s/^ *\($plain .*\)/# \1/" $file
fi
locale-gen
