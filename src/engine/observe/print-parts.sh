# Prints what fragments printed into $p.0, $p.1 and so on, in their order, each with the mark on a line of its own behind it.
p=${0%/*}/part
# COUNT MARK
swk_print() {
  wait
  swk_at=0
  while [ "$swk_at" -lt "$1" ]; do
    cat "$p.$swk_at"
    printf '\n%s\n' "$2"
    swk_at=$((swk_at + 1))
  done
  rm -f "$p".*
}
