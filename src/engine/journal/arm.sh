# The host takes a run back unless it is confirmed: `confirm/` has the steps and what watches over them. `$journal` is set before.
# RUN SECONDS: ahead of the first change. The service starts again with the host, and so takes back what a reboot interrupts.
swk_arm() {
  [ -w / ] || { echo 'only root can have a run taken back by the host' >&2; exit 9; }
  [ ! -e confirm ] || return 0
  swk_new=$(mktemp -d ./.confirm.XXXXXX)
  cat /proc/sys/kernel/random/boot_id >"$swk_new/boot"
  echo "$2" >"$swk_new/seconds"; echo "${0%/*}" >"$swk_new/session"; echo "$1" >"$swk_new/run"
  printf %s "$3" >"$swk_new/watch.sh"
  sync "$swk_new"/*; mv -T "$swk_new" confirm; sync .
  cat >/etc/systemd/system/swk-confirm.service <<UNIT
[Unit]
Description=Take back an swk run that is not confirmed
[Service]
ExecStart=/bin/sh ${journal:?}/confirm/watch.sh $journal
[Install]
WantedBy=multi-user.target
UNIT
  sync /etc/systemd/system/swk-confirm.service
  systemctl daemon-reload
  systemctl enable --now --quiet swk-confirm.service
}
# NAME: standard input is a step that takes a change back.
swk_step() { cat >"confirm/$1.new"; sync "confirm/$1.new"; mv "confirm/$1.new" "confirm/$1"; sync confirm; }
# RUN: nothing is taken back any more.
swk_disarm() {
  [ "$(cat confirm/run)" = "$1" ] || { echo "the host has taken the run $1 back" >&2; exit 9; }
  rm -f confirm/run; sync confirm
  systemctl disable --now --quiet swk-confirm.service
  rm -f /etc/systemd/system/swk-confirm.service; systemctl daemon-reload
  rm -rf confirm
}
