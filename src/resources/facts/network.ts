/** Facts of the network: interfaces with their addresses, default routes, name servers. */
import { type Facts, linesOf } from './lines.ts'

type Address = {
  readonly address: string
  readonly prefix: string
  readonly label?: string
  readonly [key: string]: unknown
}
type Interface = {
  device: string
  type: string
  ipv4?: Address
  ipv4_secondaries?: Address[]
  ipv6?: Address[]
} & Record<string, unknown>

export function networkFacts(text: string): Facts {
  const lines = linesOf(text)
  const rest = (mark: string) => lines.filter(line => line.startsWith(mark)).map(line => line.slice(mark.length))
  const interfaces = new Map(rest('link\t').map(line => interfaceOf(line)))
  for (const line of rest('addr ')) addAddress(interfaces, line)
  const all = [...interfaces.values()]
  const own = all.filter(({ device }) => device !== 'lo')
  return {
    interfaces: all.map(({ device }) => device),
    ...Object.fromEntries(all.map(one => [factName(one.device), one])),
    all_ipv4_addresses: own.flatMap(({ ipv4, ipv4_secondaries = [] }) =>
      [...(ipv4 ? [ipv4] : []), ...ipv4_secondaries].map(({ address }) => address),
    ),
    all_ipv6_addresses: own.flatMap(({ ipv6 = [] }) => ipv6.map(({ address }) => address)),
    default_ipv4: defaultOf(rest('route4 ')[0], interfaces, 4),
    default_ipv6: defaultOf(rest('route6 ')[0], interfaces, 6),
    dns: dnsOf(rest),
  }
}

/** `eth0.5` and `br-lan` are not names of variables. */
export const factName = (device: string): string => device.replace(/[-.:]/g, '_')

/** ARPHRD numbers of linux/if_arp.h. */
const types: Record<string, string> = { '1': 'ether', '772': 'loopback', '512': 'ppp', '768': 'tunnel' }

function interfaceOf(line: string): [string, Interface] {
  const [device = '', mac, mtu, state, flags = '', type = '', speed] = line.split('\t')
  const found: Interface = {
    device,
    ...(mac !== '' && mac !== '00:00:00:00:00:00' && { macaddress: mac }),
    mtu: Number(mtu),
    active: state === 'up' || device === 'lo' || (state === 'unknown' && (Number(flags) & 1) !== 0),
    type: types[type] ?? 'unknown',
    promisc: (Number(flags) & 0x100) !== 0,
    ...(Number(speed) > 0 && { speed: Number(speed) }),
  }
  return [device, found]
}

function addAddress(interfaces: ReadonlyMap<string, Interface>, line: string): void {
  const words = line.split(/[\s\\]+/)
  const after = (word: string): string | undefined => {
    const at = words.indexOf(word)
    return at === -1 ? undefined : words[at + 1]
  }
  const holder = interfaces.get((words[1] ?? '').replace(/@.*$/, ''))
  const [address = '', given] = (words[3] ?? '').split('/')
  if (!holder) return
  if (words[2] === 'inet6') {
    holder.ipv6 = [...(holder.ipv6 ?? []), { address, prefix: given ?? '128', scope: after('scope') }]
    return
  }
  const prefix = given ?? '32'
  const mask = prefix === '0' ? 0 : (0xffffffff << (32 - Number(prefix))) >>> 0
  const found: Address = {
    address,
    broadcast: after('brd') ?? '',
    netmask: dotted(mask),
    network: dotted((numberOf(address) & mask) >>> 0),
    prefix,
  }
  if (!holder.ipv4) holder.ipv4 = found
  else holder.ipv4_secondaries = [...(holder.ipv4_secondaries ?? []), found]
}

const numberOf = (address: string): number => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
const dotted = (number: number): string => [24, 16, 8, 0].map(shift => (number >>> shift) & 255).join('.')

/** What packets to the internet take; {} where there is no route. */
function defaultOf(route: string | undefined, interfaces: ReadonlyMap<string, Interface>, version: 4 | 6): Facts {
  const part = (word: string) => new RegExp(`\\b${word} (\\S+)`).exec(route ?? '')?.[1]
  const [device, address, gateway] = [part('dev'), part('src'), part('via')]
  const found = device === undefined ? undefined : interfaces.get(device)
  if (!found || address === undefined) return {}
  const { ipv4, ipv4_secondaries = [], ipv6 = [] } = found
  const all = version === 4 ? [...(ipv4 ? [ipv4] : []), ...ipv4_secondaries] : ipv6
  const own = all.find(one => one.address === address)
  const { macaddress, mtu, type } = found
  return {
    ...(gateway !== undefined && { gateway }),
    interface: device,
    address,
    ...own,
    ...(macaddress !== undefined && { macaddress }),
    mtu,
    type,
    ...(version === 4 && { alias: device }),
  }
}

function dnsOf(rest: (mark: string) => readonly string[]): Facts {
  const words = (mark: string) => rest(mark).flatMap(line => line.split(/\s+/).filter(Boolean))
  const [nameservers, search, domain] = [words('dns.nameserver '), words('dns.search '), words('dns.domain ')]
  return {
    ...(nameservers.length > 0 && { nameservers }),
    ...(search.length > 0 && { search }),
    ...(domain.length > 0 && { domain: domain[0] }),
  }
}
