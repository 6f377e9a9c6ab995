# Works frames off on the host. Argument: the nonce with which each of its lines begins. It must outlive whatever a frame's script does:
# each script runs in an `sh` of its own, under `timeout`, with its output in files, so that it can neither end nor confuse the loop.
#
# d: own directory; at: the frame at work, empty between frames. Descriptor 3: the way back, 9: the lock.
# The watchdog ends a loop that has received no frame for 90 s, so that a connection lost in silence frees the lock; it leaves a running
# step alone. It counts looks at an unchanged file: a wall clock that jumps is no silence.
# spool: where an input that does not fit into memory (/run) goes; one that fits nowhere fails its own frame. A step that checks itself that
# its input is whole (S) gets such an input as it arrives (F); what it leaves unread is still taken from the channel, piece by piece, so
# that no broken pipe can take bytes of the next frame. Output goes to files named by frame, and is opened for appending: then a late writer can't reach the next frame's reply, and truncating works.
# room: what a read printed into a full directory may lack its end; it must not count as read.
# bad: why frames are skipped: the frame that failed, up to an `r`; `stop` (cancelled, or a q has failed), up to an `R`.
# k: taking the lock and writing the holder's name into it is one turn, so that whoever fails to take it reads the name of its holder.
# `exec` in run: cancelling reaches the process group of `timeout` as a child of the loop.
# `stat` prints numbers, of which `set` makes words.
# shellcheck disable=SC2046,SC2086
LC_ALL=C PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin; export LC_ALL PATH
unset CDPATH ENV BASH_ENV N; N=$1; umask 022; cd /
d=$(umask 077; mktemp -d /run/swk.XXXXXX 2>/dev/null || mktemp -d) || exit 70
lock=/run/swk.lock; [ -w /run ] || lock=${XDG_RUNTIME_DIR:-$HOME}/.swk.lock
spool=/var/tmp/${d##*/}
exec 3>&1 >/dev/null 2>&1
( exec 0<&- 3>&-; trap 'kill $s; exit' TERM
  n=0 b=; while sleep 30 & s=$!; wait $s; do
    kill -0 $$ || { rm -rf "$d" "$spool".*; exit; }
    a=$(stat -c '%s %y' "$d/at"); case $a in "$b") n=$((n+1));; *) n=0 b=$a;; esac
    case $a in '0 '*) [ $n -lt 3 ] || kill -s TERM $$;; esac
  done ) & w=$!
trap 'kill $w; rm -rf "$d" "$spool".*' EXIT; trap 'exit 143' HUP INT TERM PIPE
fits() { set -- $(stat -f -c '%a %S' "$1") 0 0; [ $(($1*$2)) -ge $((m+4194304)) ]; }
over() { read -r z; [ "$z" = "end $i" ] || exit 72; }
feed() { while [ "$f" -gt 0 ]; do head -c "$((f<262144?f:262144))" >"$d/f"; cat "$d/f"; f=$((f-262144)); done; }
run() { exec timeout -k 5 "$t" sh "$d/s" <"$in" >>"$o" 2>>"$e" 3>&- 9>&-; }
bad='' held=''; printf '\n%s hello %s %s %s\n' "$N" "$$" "$(id -u)" "$d" >&3
while : >"$d/at"; read -r k i t n m; do
  b=$i; [ "$k" != q ] || b=stop
  echo "$i" >"$d/at"; o=$d/$i.o e=$d/$i.e in=/dev/null p=0 cut=0 cap=1048576
  : >"$d/s"
  case $n in
  0) ;;
  z*) head -c "${n#z}" | gzip -dc >"$d/s" || exit 73;;
  *) head -c "$n" >"$d/s" || exit 73;;
  esac
  if [ "$m" != 0 ]; then
    in=$d/$i.p
    case $m in
    z*) head -c "${m#z}" | gzip -dc >"$in" || exit 73;;
    *)
      if [ "$m" -gt 1048576 ] && ! fits "$d"; then
        if fits /var/tmp && in=$(umask 077; mktemp "$spool.XXXXXX"); then :
        elif [ "$k" = S ]; then f=$m m=0 k=F in=/dev/stdin t=$((t+f/8000))
        else head -c "$m" >/dev/null; m=0 k=full in=/dev/null; fi
      fi
      [ "$m" = 0 ] || head -c "$m" >"$in" || exit 73;;
    esac
  fi
  [ "$k" = F ] || over
  [ ! -e "$d/stop" ] || bad=stop
  case ${bad:+-}$k in
  n|-n) echo "$N $i 0 0 0 0"; continue;;
  r|-r) [ "$bad" = stop ] || bad=; echo "$N $i 0 0 0 0"; continue;;
  R|-R) bad=; rm -f "$d/stop"; echo "$N $i 0 0 0 0"; continue;;
  u|-u) exec 9>&-; held=; echo "$N $i 0 0 0 0"; continue;;
  -F) feed >/dev/null; over; echo "$N $i skip 0 0 0"; continue;;
  -*) [ "$m" = 0 ] || rm -f "$in"; echo "$N $i skip 0 0 0"; continue;;
  k) r=74; : >"$o"; : >"$e"
     if ( umask 077; : >>"$lock" && : >>"$lock.turn" ); then
       exec 8>>"$lock.turn"; flock -w "$t" 8
       [ "$held" ] || { exec 9>>"$lock"; if flock -n 9; then held=1; else exec 9>&-; fi; }
       r=75; [ ! "$held" ] || { r=0; cat "$d/s" >"$lock"; }
       cat "$lock" >"$o"; exec 8>&-
     fi;;
  p|P) cap=4194304; ( [ $k = P ] || ulimit -f 8192; run ); r=$?; : >"$d/room"; echo . >"$d/room" || r=73;;
  s|S|q) ( run ); r=$?;;
  F) feed | run; r=$?; over;;
  l) run & j=$!; s=.02
     while sleep $s; kill -0 $j; do
       case $s in .02) s=.03;; .03) s=.05;; .05) s=.1;; *) s=.2;; esac
       set -- $(stat -c %s "$o" "$e") 0 0
       [ "$2" -le $cap ] || { : >"$e"; cut=1; }
       if [ "$1" -gt $cap ]; then : >"$o"; cut=1 p=0
       elif [ $cut = 0 ] && [ "$1" -gt $p ]; then
         echo "$N $i + $(($1-p)) 0 0"; tail -c +$((p+1)) "$o" | head -c $(($1-p)); p=$1
       fi
     done; wait $j; r=$?;;
  full) r=73; : >"$o"; echo 'no space left on device: the input fits neither into /run nor into /var/tmp' >"$e";;
  *) exit 71;;
  esac
  [ $r = 0 ] || bad=$b
  set -- $(stat -c %s "$o" "$e") 0 0; z=$(($1-p)) y=$2
  [ $z -ge 0 ] || z=0
  [ "$1" -le $cap ] || cut=1
  [ $z -le $cap ] || z=$cap
  [ $y -le $cap ] || { y=$cap; cut=1; }
  echo "$N $i $r $z $y $cut"
  if [ $z = 0 ]; then :; elif [ $p = 0 ]; then head -c $z "$o"; else tail -c +$((p+1)) "$o" | head -c $z; fi
  [ $y = 0 ] || head -c $y "$e"
  : >"$o"; : >"$e"; [ "$m" = 0 ] || rm -f "$in"
done >&3
