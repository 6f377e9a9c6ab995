# Puts back what the journal of the host keeps. Runs behind the functions of functions.ts.
# PARENT NAME KEPT RANDOM: a tree, whole or not at all.
swk_tree() {
  swk_in "$1"; swk_temp=.swk.$$.$4
  swk_signals; trap 'rm -rf "./$swk_temp"' EXIT
  cp -a -T -- "$3" "./$swk_temp"
  mv -T "./$swk_temp" "./$2"
  sync .
}
# PARENT NAME: a directory in which nothing is left.
swk_rmdir() {
  swk_in "$1"
  rmdir -- "./$2" 2>/dev/null || { echo "$1/$2 is not removed: swk has created it, but not what lies in it" >&2; exit 9; }
  sync .
}
