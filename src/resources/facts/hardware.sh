# Memory, processors, uptime and what the firmware says.
sed -n 's/^\([A-Za-z]*\): *\([0-9]*\) kB$/mem.\1\t\2/p' /proc/meminfo
sed -n 's/^\(processor\|vendor_id\|model name\|physical id\|core id\|cpu cores\|siblings\|flags\|Features\|CPU implementer\)[[:blank:]]*: */cpu.\1\t/p' /proc/cpuinfo
printf 'nproc\t%s\n' "$(nproc)"
printf 'uptime\t%s\n' "$(cut -d' ' -f1 /proc/uptime)"
printf 'loadavg\t%s\n' "$(cut -d' ' -f1-3 /proc/loadavg)"
for name in bios_date bios_vendor bios_version board_asset_tag board_name board_serial board_vendor board_version \
  chassis_asset_tag chassis_serial chassis_type chassis_vendor chassis_version product_name product_serial product_uuid \
  product_version sys_vendor; do
  printf 'dmi.%s\t%s\n' "$name" "$(cat "/sys/devices/virtual/dmi/id/$name" 2>/dev/null)"
done
