# ufw.sh read|write STATE POLICY DIRECTION LOGGING DELETE RULE: the firewall ufw. POLICY is the default of a DIRECTION; RULE are words of a
# rule, one a line, to add, or to DELETE.
mode=$1 state=$2 policy=$3 direction=$4 logging=$5 delete=$6 rule=$7
export LC_ALL=C
command -v ufw >/dev/null || { [ "$mode" = read ] && exit 0; echo 'ufw is not installed' >&2; exit 1; }
run_rule() {
  before=$1
  case $rule in route*) before="$before route" ;; esac
  [ -z "$delete" ] || before="$before delete"
  # shellcheck disable=SC2086 # Options.
  printf '%s\n' "$rule" | sed '/^route$/d' | tr '\n' '\0' | xargs -0 ufw $before
}
# Whether a table that was printed has the rules of the file, if it is there at all.
keeps() {
  printf '%s\n' "$said" | grep -q "^:$1-user-input" || return 0
  next=$(printf '%s\n' "$said" | sed -n "/^:$1-user-input/,/^COMMIT/p" | grep '^### tuple ###') || next=''
  now=$(grep '^### tuple ###' "/etc/ufw/$2.rules") || now=''
  [ "$next" = "$now" ]
}
if [ "$mode" = read ]; then
  printf 'ufw\tpresent\n'
  case $(sed -n 's/^ENABLED=//p' /etc/ufw/ufw.conf) in yes) echo 'enabled	yes' ;; *) echo 'enabled	no' ;; esac
  printf 'logging\t%s\n' "$(sed -n 's/^LOGLEVEL=//p' /etc/ufw/ufw.conf)"
  if [ "$policy" ]; then
    case $direction in outgoing) key=OUTPUT ;; routed) key=FORWARD ;; *) key=INPUT ;; esac
    printf 'policy\t%s\n' "$(sed -n "s/^DEFAULT_${key}_POLICY=//p" /etc/default/ufw | tr -d '"')"
  fi
  if [ "$rule" ]; then
    # A firewall that is on says what would change, one that is off prints the tables that it would write.
    said=$(run_rule --dry-run 2>&1) || said="Rule added? $said"
    case $said in
      *'Rule added'* | *'Rule updated'* | *'Rule deleted'*) echo 'rule	no' ;;
      *'Skipping adding existing rule'* | *'Could not delete non-existent rule'*) echo 'rule	yes' ;;
      *) keeps ufw user && keeps ufw6 user6 && echo 'rule	yes' || echo 'rule	no' ;;
    esac
  fi
  exit 0
fi
[ -z "$policy" ] || ufw default "$policy" "$direction" >&2
[ -z "$logging" ] || ufw logging "$logging" >&2
[ -z "$rule" ] || run_rule "${delete:+--force}" >&2
case $state in
  enabled) ufw --force enable >&2 ;;
  disabled) ufw disable >&2 ;;
esac
