/** Names of hosts as an inventory writes them: `web[01:10].example.org`, `db-[a:c]`, `hs1:2222`. */
import { isIPv6 } from 'node:net'

export type HostNames = { readonly names: readonly string[]; readonly port?: number }

/** More than any fleet: a slip of the finger ([1:1000000000]) must not fill the memory. */
const MOST = 100_000

/** All names that one entry stands for. Returns a text that says what is wrong where it cannot be a host. */
export function expandHosts(entry: string): HostNames | string {
  const port = /^([^:]+(?:\[[^\]]*\][^:]*)*):([0-9]{1,5})$/.exec(entry)
  const pattern = port?.[1] ?? entry
  const names = expand(pattern)
  if (typeof names === 'string') return names
  const bad = names.find(name => !isHostName(name))
  if (bad !== undefined) return `\`${bad}\` cannot be the name of a host.`
  return port ? { names, port: Number(port[2]) } : { names }
}

/** Nothing that ssh or a path could take for something else. */
function isHostName(name: string): boolean {
  return isIPv6(name) || /^[\p{L}\p{N}_][\p{L}\p{N}_.@-]*$/u.test(name)
}

function expand(pattern: string): string[] | string {
  const range = /^([^[\]]*)\[([0-9]+|[A-Za-z]):([0-9]+|[A-Za-z])(?::([0-9]+))?\](.*)$/s.exec(pattern)
  if (range === null) return [pattern]
  const [, before, from = '', to = '', step, after = ''] = range
  const middle = values(from, to, Number(step ?? 1))
  if (typeof middle === 'string') return middle
  const rest = expand(after)
  if (typeof rest === 'string') return rest
  if (middle.length * rest.length > MOST) return `The range [${from}:${to}] expands to too many hosts.`
  return middle.flatMap(one => rest.map(end => `${before}${one}${end}`))
}

function values(from: string, to: string, step: number): string[] | string {
  const numbers = /^[0-9]+$/.test(from)
  if (numbers !== /^[0-9]+$/.test(to)) return `The range [${from}:${to}] mixes numbers and letters.`
  const first = numbers ? Number(from) : from.charCodeAt(0)
  const last = numbers ? Number(to) : to.charCodeAt(0)
  if (first > last || step < 1) return `The range [${from}:${to}] is empty.`
  if (numbers && from.length > 1 && from.startsWith('0') && from.length !== to.length)
    return `Both ends of the range [${from}:${to}] must have as many digits.`
  if ((last - first) / step >= MOST) return `The range [${from}:${to}] expands to too many hosts.`
  const count = Math.floor((last - first) / step) + 1
  const pad = from.startsWith('0') ? from.length : 0
  return Array.from({ length: count }, (_, i) => {
    const value = first + i * step
    return numbers ? String(value).padStart(pad, '0') : String.fromCharCode(value)
  })
}
