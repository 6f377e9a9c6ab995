/** Keyed hashes of what a plan names. Without the key a short secret could be found by trying. Pure. */
import { createHash, createHmac, hkdfSync } from 'node:crypto'
import type { Change } from '../engine/index.ts'
import { canonical } from '../resources/canonical.ts'
import type { State } from '../resources/kind.ts'
import { redact } from '../secret/index.ts'
import type { Keyring } from '../vault/index.ts'
import type { PlannedChange } from './types.ts'

export type Hash = (value: unknown) => string

/** The key is made of the vault passwords, in any order, and of the plan's salt: of the salt alone where there is no vault. */
export function keyedHash(salt: string, keyring: Keyring): Hash {
  const passwords = [...new Set(keyring.map(({ password }) => sha256(password)))].sort().join(' ')
  const key = Buffer.from(hkdfSync('sha256', passwords, salt, 'swk plan', 32))
  return value => createHmac('sha256', key).update(canonical(value)).digest('hex')
}

export function sha256(bytes: Buffer | string): string {
  return createHash('sha256').update(bytes).digest('hex')
}

export function plannedChange({ want, before, after }: Change, hash: Hash): PlannedChange {
  const { kind, id, state, how, validate, secret, content } = want
  const bytes = content === undefined ? undefined : sha256(content)
  return {
    resource: redact(`${kind} ${id}`),
    id: hash([kind, id]),
    before: hash(before && replaced(before, state)),
    after: hash([after && { ...state }, bytes, how, validate, secret]),
  }
}

/** The fields that the change sets, as they are now; of what is removed what it is, without what passes by itself. */
function replaced(before: State, wanted: State | null): unknown {
  if (wanted !== null) return Object.fromEntries(Object.keys(wanted).map(field => [field, before[field] ?? null]))
  const { type, sha256: content, target, owner, group, mode, version } = before
  return { type, content, target, owner, group, mode, version }
}
