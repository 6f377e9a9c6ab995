/** How to reach a host: the inventory's variables, over the command line, over the user's ssh configuration, over defaults. */
import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import { env as environment } from 'node:process'
import { failure } from './failure.ts'
import { type Said, said } from './resolve/from-inventory.ts'
import { configured, toSpec } from './resolve/from-ssh-config.ts'
import { hopsOf } from './resolve/hops.ts'
import type { Asked } from './resolve/types.ts'
import type { BecomeSpec, ConnectionSpec } from './session.ts'

export type ResolveOptions = {
  readonly user?: string
  readonly privateKey?: string
  /** `ssh -F FILE`. */
  readonly sshConfig?: string
  /** Password for logging in (--ask-pass). */
  readonly password?: string
  readonly become?: boolean
  readonly becomePassword?: string
  /** Where SSH_AUTH_SOCK is looked up. */
  readonly env?: Readonly<Record<string, string | undefined>>
}

/** `vars`: the host's inventory variables. Throws SwkError: bad-value, not-supported, file-not-found. */
export async function resolveConnection(
  hostName: string,
  vars: Readonly<Record<string, unknown>>,
  options: ResolveOptions = {},
): Promise<ConnectionSpec> {
  const inventory = said(hostName, vars)
  const become = becomes(inventory, options)
  if (inventory.local) return { type: 'local', ...become }
  const user = inventory.user ?? options.user
  const identity = inventory.key ?? options.privateKey
  if (identity !== undefined) await mustExist(hostName, identity)
  const asked: Asked = {
    host: inventory.host ?? hostName,
    ...(inventory.port !== undefined && { port: inventory.port }),
    ...(user !== undefined && { user }),
    ...(identity !== undefined && { identity }),
    ...(options.sshConfig !== undefined && { file: options.sshConfig }),
    args: inventory.sshArgs,
  }
  const env = options.env ?? environment
  const config = await configured(asked, env)
  const password = inventory.password ?? options.password
  return {
    ...toSpec(config),
    ...(inventory.knownHosts !== undefined && { knownHostsFiles: [inventory.knownHosts] }),
    ...(password !== undefined && { password }),
    ...(config.proxyJump !== undefined && { jumps: await hopsOf(config.proxyJump, asked, env) }),
    ...become,
  }
}

function becomes(inventory: Said, options: ResolveOptions): { become?: BecomeSpec } {
  if (!options.become) return {}
  const password = inventory.becomePassword ?? options.becomePassword
  return { become: password === undefined ? {} : { password } }
}

async function mustExist(hostName: string, file: string): Promise<void> {
  try {
    await access(file, constants.R_OK)
  } catch {
    throw failure('file-not-found', `${hostName}: the private key ${file} does not exist or cannot be read`)
  }
}
