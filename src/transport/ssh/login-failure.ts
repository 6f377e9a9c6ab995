/** Why a connection did not come to be, in words and with one of our codes. */
import type { SwkError } from '../../errors/diagnostic.ts'
import { failure } from '../failure.ts'
import type { SshSpec } from '../session.ts'
import type { Authentication } from './auth.ts'

type Seen = {
  readonly name: string
  readonly auth: Authentication
  readonly problem: string | undefined
  readonly spec: SshSpec
}

export function loginFailure(error: Error & { level?: string; code?: unknown }, seen: Seen): SwkError {
  const { name, spec } = seen
  if (error.level === 'client-authentication' || /too many authentication failures/i.test(error.message))
    return authFailure(seen)
  if (error.level === 'client-timeout' && seen.problem === undefined)
    return failure('unreachable', `${name}: no connection within ${spec.connectTimeout} s`, {
      hint: 'check address, port and firewall',
    })
  if (error.level === 'handshake' || /^Handshake failed/.test(error.message))
    return failure('unreachable', `${name}: ${error.message}`)
  return failure('unreachable', `${name}: ${seen.problem ?? error.message}`)
}

function authFailure({ name, auth }: Seen): SwkError {
  const { tried, encrypted, accepted } = auth.account()
  const found = [
    tried.length > 0 ? `tried ${tried.join(', ')}` : 'no key or password to try',
    ...(accepted.length > 0 ? [`the host accepts ${accepted.join(', ')}`] : []),
  ].join('; ')
  const hint =
    encrypted.length > 0
      ? `${encrypted.join(', ')} is encrypted: add it to your agent with ssh-add`
      : 'check the user, --private-key (ssh_key) and your agent (ssh-add -l)'
  return failure('auth-failed', `${name}: login was not accepted`, { found, hint })
}
