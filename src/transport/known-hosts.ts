/** known_hosts (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT), read as OpenSSH reads it. Pure. */
import { createHash, createHmac } from 'node:crypto'

export type KnownKey = {
  readonly marker: 'revoked' | 'cert-authority' | null
  /** The first field: comma separated patterns, or one hashed name. */
  readonly hosts: string
  /** `ssh-ed25519`, ... */
  readonly type: string
  /** base64; '' where the line cannot be read. */
  readonly key: string
  /** `FILE:LINE`, for messages. */
  readonly place: string
}

export type Verdict = {
  readonly status: 'known' | 'unknown' | 'changed' | 'revoked'
  /** The lines that decided: the revoking one, or the other keys that the host is known by. */
  readonly lines: readonly KnownKey[]
}

/** Lines that cannot be read are passed over, but for a revocation: that one then revokes every key of its hosts. */
export function parseKnownHosts(text: string, file: string): readonly KnownKey[] {
  return text.split('\n').flatMap((line, index) => {
    const words = line.trim().split(/[ \t]+/)
    if (words[0] === '' || words[0]?.startsWith('#')) return []
    const marker = words[0]?.startsWith('@') ? (words.shift() as string).slice(1) : null
    if (marker !== null && marker !== 'revoked' && marker !== 'cert-authority') return []
    const [hosts, type = '', key = ''] = words
    if (hosts === undefined) return []
    const readable = blobType(Buffer.from(key, 'base64')) === type && type !== ''
    if (!readable && marker !== 'revoked') return []
    return [{ marker, hosts, type, key: readable ? key : '', place: `${file}:${index + 1}` }]
  })
}

/**
 * What the files say of a key that a host shows. `names`: how the host is looked up; those behind the first count only
 * when they have this very key (`host` for `[host]:2222`). A revocation is stronger than all else; a host that is known by
 * keys of other types alone counts as changed, for a client that prefers the known types is never shown another.
 */
export function compareKeys(known: readonly KnownKey[], names: readonly string[], key: Buffer): Verdict {
  const encoded = key.toString('base64')
  const [first = '', ...others] = names
  const revoked = known.filter(
    line => line.marker === 'revoked' && (line.key === encoded || line.key === '') && names.some(n => isFor(line, n)),
  )
  if (revoked.length > 0) return { status: 'revoked', lines: revoked }
  const plain = known.filter(line => line.marker === null)
  const same = (name: string) => plain.filter(line => line.key === encoded && isFor(line, name))
  const matching = [...same(first), ...others.flatMap(same)]
  if (matching.length > 0) return { status: 'known', lines: matching }
  const lines = plain.filter(line => isFor(line, first))
  return { status: lines.length > 0 ? 'changed' : 'unknown', lines }
}

/** The key types that a host is known by, in the order of the files. */
export function knownTypes(known: readonly KnownKey[], names: readonly string[]): readonly string[] {
  const lines = known.filter(line => line.marker === null && names.some(name => isFor(line, name)))
  return [...new Set(lines.map(line => line.type))]
}

/** How a host is looked up: the alias alone, or the name (and, away from port 22, `[name]:port` before it). */
export function lookupNames(host: string, port: number, alias?: string): readonly string[] {
  if (alias !== undefined) return [alias.toLowerCase()]
  const name = host.toLowerCase()
  return port === 22 ? [name] : [`[${name}]:${port}`, name]
}

/** `SHA256:...` as ssh prints it. */
export function fingerprint(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`
}

/** The type that a public key names itself; '' when it is none. */
export function blobType(key: Buffer): string {
  const length = key.length >= 4 ? key.readUInt32BE(0) : 0
  return length > 0 && length <= key.length - 4 ? key.toString('latin1', 4, 4 + length) : ''
}

function isFor({ hosts }: KnownKey, name: string): boolean {
  if (hosts.startsWith('|1|')) return isHashOf(hosts, name)
  const patterns = hosts.toLowerCase().split(',')
  const hits = (pattern: string) => glob(pattern).test(name)
  if (patterns.some(pattern => pattern.startsWith('!') && hits(pattern.slice(1)))) return false
  return patterns.some(pattern => !pattern.startsWith('!') && hits(pattern))
}

function isHashOf(hashed: string, name: string): boolean {
  const [, , salt = '', digest] = hashed.split('|')
  return createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest('base64') === digest
}

function glob(pattern: string): RegExp {
  const escaped = pattern.replace(/[\\^$.+()|[\]{}]/g, '\\$&')
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's')
}
