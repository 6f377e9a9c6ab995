# Prints why units ended, as systemd has it, and what they logged last. Arguments: units.
for unit do
  printf '  %s: ' "$unit"
  systemctl show -p Result,ExecMainStatus,NRestarts -- "$unit" | sed '/^Result=success/d' | tr '\n' ' '
  echo
  journalctl -q --no-pager -o cat -n 8 -u "$unit" 2>/dev/null | cut -c 1-300 | sed 's/^/    /'
done
