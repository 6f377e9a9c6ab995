# JOURNAL: takes a run back that nobody confirms. Seconds count from the last sign of the controller: its session writes to `at`
# with each frame, and has a number in it while a step runs. They are counted here, so that a clock that jumps does not matter.
cd "$1/confirm" || exit 0
seconds=$(cat seconds) session=$(cat session) silent=0 last=
if [ "$(cat boot)" = "$(cat /proc/sys/kernel/random/boot_id)" ]; then
  while [ -e run ] && [ "$silent" -lt "$seconds" ]; do
    sleep 1
    is=$(stat -c '%s %y' "$session/at" 2>/dev/null)
    case $is in
    '0 '* | '') [ "$is" = "$last" ] && silent=$((silent + 1)) || silent=0 ;;
    *) silent=0 ;;
    esac
    last=$is
  done
fi
[ -e run ] || exit 0
run=$(cat run)
mv run taken-back
echo "the run $run was not confirmed: it is taken back"
# One step after the other; what fails does not keep the rest from being taken back.
all() { for step in $1; do [ ! -f "$step" ] || (timeout 600 sh "$PWD/$step" </dev/null) || echo "failed: $step"; done; }
all "$(printf '%s\n' *.first | sort -r)"
all "$(printf '%s\n' *.back | sort -r)"
all "$(printf '%s\n' *.last | sort)"
rm -rf /var/lib/swk/notified
if [ -s "../runs/$run" ]; then
  printf '{"end":"taken back by the host","at":"%s"}\n' "$(date -u +%Y-%m-%dT%H:%M:%S.000Z)" >>"../runs/$run"
  sync "../runs/$run"
fi
systemctl disable --quiet swk-confirm.service
rm -f /etc/systemd/system/swk-confirm.service
systemctl daemon-reload
cd .. && rm -rf confirm
