/** A refused host key, in words: what the host shows, what is known of it, and what to do. */
import { SwkError } from '../../errors/diagnostic.ts'
import { fingerprint, type KnownKey, type Verdict } from '../known-hosts.ts'

export type HostKey = { readonly name: string; readonly type: string; readonly key: Buffer }

export function refuse({ name, type, key }: HostKey, { status, lines }: Verdict): SwkError {
  const found = `${type} ${fingerprint(key)}`
  const [line] = lines
  if (status === 'revoked')
    return new SwkError({
      code: 'host-key-revoked',
      message: `${name}: the host presented a revoked key (${line?.place})`,
      found,
      hint: 'do not connect before you have found out why the key was revoked',
    })
  if (status === 'changed')
    return new SwkError({
      code: 'host-key-changed',
      message: `${name}: the host key differs from the one in known_hosts`,
      found,
      expected: lines.map(known).join(', '),
      hint: `this may be an attack. If the host has really got a new key: ${forget(name, line)}`,
    })
  return new SwkError({
    code: 'host-key-unknown',
    message: `${name}: the host key is not in known_hosts`,
    found,
    hint: 'connect once with ssh and compare the fingerprint, or set StrictHostKeyChecking accept-new in your ssh configuration',
  })
}

function known({ type, key, place }: KnownKey): string {
  return `${type} ${fingerprint(Buffer.from(key, 'base64'))} (${place})`
}

function forget(name: string, line: KnownKey | undefined): string {
  const file = line?.place.replace(/:\d+$/, '')
  return `ssh-keygen -R '${name}'${file === undefined ? '' : ` -f '${file}'`}, then connect once with ssh`
}
