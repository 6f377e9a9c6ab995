import { LabError } from './error.ts'
import { exec, must } from './exec.ts'
import { labId } from './paths.ts'

/** The lab's network: 254 addresses, the machine itself has the first. */
export const network = {
  bridge: `${labId()}0`,
  table: `${labId()}_lab`,
  prefix: process.env.SWK_LAB_NET ?? '10.87.0',
}

/** hs1 is always .11, hs2 .12 and so on, so that an inventory can be written beforehand. */
export function fixedAddress(name: string): string | undefined {
  const number = /^hs([1-9])$/.exec(name)?.[1]
  return number && `${network.prefix}.${10 + Number(number)}`
}

/** An address that no host has. */
export function chooseAddress(name: string, taken: string[]): string {
  const fixed = fixedAddress(name)
  const others = Array.from({ length: 200 }, (_, index) => `${network.prefix}.${32 + index}`)
  const free = (fixed ? [fixed] : others).find(address => !taken.includes(address))
  if (!free) throw new LabError(fixed ? `the address of ${name} is in use` : 'all addresses of the lab are in use')
  return free
}

/** Makes the bridge, the rule that lets hosts reach the world, and forwarding. Called with the lab's lock held. */
export async function networkUp(isFirst: boolean): Promise<void> {
  try {
    await must(['sh', '-euc', up, 'sh', network.bridge, network.table, network.prefix])
  } catch (error) {
    if (isFirst) await exec(['sh', '-c', networkDown])
    throw error
  }
}

/** What the machine had set before its first lab, shared by all labs on it: the last one to go sets it again. */
const forwarding = '/run/swk-lab.ip_forward'

const up = `
bridge=$1 table=$2 prefix=$3
if ! ip link show "$bridge" >/dev/null 2>&1; then
  if ip -4 route show "$prefix.0/24" | grep -q .; then
    echo "this machine already uses the network $prefix.0/24: set SWK_LAB_NET to another, such as 10.88.0" >&2; exit 1
  fi
  ip link add "$bridge" type bridge
fi
ip address replace "$prefix.1/24" dev "$bridge"
ip link set "$bridge" up
nft -f - <<EOF
table ip $table
delete table ip $table
table ip $table {
  chain postrouting { type nat hook postrouting priority srcnat; ip saddr $prefix.0/24 oifname != "$bridge" masquerade; }
  chain forward { type filter hook forward priority filter; iifname "$bridge" accept; oifname "$bridge" accept; }
}
EOF
flock ${forwarding}.lock sh -c '[ -e ${forwarding} ] || cat /proc/sys/net/ipv4/ip_forward > ${forwarding}; echo 1 > /proc/sys/net/ipv4/ip_forward'
# Where iptables forwards nothing by default (Docker does that), an accept in a table of our own is not enough.
if iptables -S FORWARD 2>/dev/null | grep -q '^-P FORWARD DROP'; then
  for way in -i -o; do
    iptables -C FORWARD $way "$bridge" -j ACCEPT 2>/dev/null || iptables -I FORWARD $way "$bridge" -j ACCEPT
  done
fi
`

/** Shell text that takes all of it away again. */
export const networkDown = `
ip link delete ${network.bridge} 2>/dev/null || true
for way in -i -o; do iptables -D FORWARD $way ${network.bridge} -j ACCEPT 2>/dev/null || true; done
nft delete table ip ${network.table} 2>/dev/null || true
flock ${forwarding}.lock sh -c '
  for bridge in /sys/class/net/swk*0/bridge; do [ ! -e "$bridge" ] || exit 0; done
  [ ! -e ${forwarding} ] || { cat ${forwarding} > /proc/sys/net/ipv4/ip_forward; rm -f ${forwarding}; }'
`
