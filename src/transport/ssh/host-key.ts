/** Verifies a host's key against known_hosts. Nothing is sent to a host whose key is refused. */
import { appendFile, mkdir, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { SwkError } from '../../errors/diagnostic.ts'
import { failure } from '../failure.ts'
import { blobType, compareKeys, type KnownKey, knownTypes, lookupNames, parseKnownHosts } from '../known-hosts.ts'
import type { SshSpec } from '../session.ts'
import { type HostKey, refuse } from './refuse.ts'

export type HostKeyCheck = {
  /** Signature algorithms, those of known keys first: a host that has several keys shows the one that is known. */
  readonly algorithms: readonly string[]
  verify(key: Buffer): boolean
  /** Why the key was refused. */
  refusal(): SwkError | undefined
  /** Appends an accepted new key to the first known_hosts file. Called after the login: by then the host has proved it. */
  remember(): Promise<void>
}

const algorithmsOf: Readonly<Record<string, readonly string[]>> = {
  'ssh-ed25519': ['ssh-ed25519'],
  'ecdsa-sha2-nistp256': ['ecdsa-sha2-nistp256'],
  'ecdsa-sha2-nistp384': ['ecdsa-sha2-nistp384'],
  'ecdsa-sha2-nistp521': ['ecdsa-sha2-nistp521'],
  'ssh-rsa': ['rsa-sha2-512', 'rsa-sha2-256'],
}

export async function hostKeyCheck(spec: SshSpec): Promise<HostKeyCheck> {
  const known = (await Promise.all(spec.knownHostsFiles.map(readKnownHosts))).flat()
  const names = lookupNames(spec.host, spec.port, spec.hostKeyAlias)
  const types = new Set([...knownTypes(known, names), ...Object.keys(algorithmsOf)])
  let refusal: SwkError | undefined
  let accepted: Buffer | undefined
  return {
    algorithms: [...types].flatMap(type => algorithmsOf[type] ?? []),
    verify(key) {
      const verdict = compareKeys(known, names, key)
      if (verdict.status === 'known') return true
      if (verdict.status === 'unknown' && spec.strictHostKeyChecking === 'accept-new') {
        accepted = key
        return true
      }
      refusal = refuse({ name: names[0] as string, key, type: blobType(key) } satisfies HostKey, verdict)
      return false
    },
    refusal: () => refusal,
    async remember() {
      if (accepted !== undefined) await append(spec.knownHostsFiles[0], names[0] as string, accepted)
    },
  }
}

/** A file that is not there knows nothing; one that cannot be read might revoke. */
async function readKnownHosts(file: string): Promise<readonly KnownKey[]> {
  try {
    return parseKnownHosts(await readFile(file, 'utf8'), file)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return []
    throw failure('file-not-found', `known hosts cannot be read: ${message}`)
  }
}

async function append(file: string | undefined, name: string, key: Buffer): Promise<void> {
  if (file === undefined) return
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  const line = `${name} ${blobType(key)} ${key.toString('base64')}`
  const before = await readFile(file, 'utf8').catch(() => '')
  // Another host of the run, at the same address, may have been faster.
  if (before.split('\n').includes(line)) return
  const gap = before === '' || before.endsWith('\n') ? '' : '\n'
  await appendFile(file, `${gap}${line}\n`, { mode: 0o600 })
}
