/** How to reach a host: the inventory's variables, over the command line, over the user's ssh configuration, over defaults. */
import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import { env as environment } from 'node:process'
import { failure } from './failure.ts'
import { fromInventory } from './resolve/from-inventory.ts'
import { configured } from './resolve/from-ssh-config.ts'
import { withHops } from './resolve/hops.ts'
import type { Asked } from './resolve/types.ts'
import type { ConnectionSpec } from './session.ts'

/** What the command line sets; the inventory's variables are stronger, the ssh configuration weaker. */
export type ResolveOptions = {
  readonly user?: string
  readonly port?: number
  readonly privateKey?: string
  /** `ssh -F FILE`. */
  readonly sshConfig?: string
  /** Password for logging in (--ask-pass). */
  readonly password?: string
  /** `ssh` or `local`. */
  readonly connection?: string
  /** Seconds for connecting and logging in. */
  readonly timeout?: number
  readonly sshArgs?: string
  readonly sshCommonArgs?: string
  readonly sshExtraArgs?: string
  readonly become?: boolean
  readonly becomeMethod?: string
  readonly becomeFlags?: string
  readonly becomeExe?: string
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
  const { privateKey, sshConfig, become: becomes, env = environment, ...weaker } = options
  const inventory = fromInventory(hostName, vars, { ...weaker, key: privateKey })
  const { becomePassword, becomeMethod } = inventory
  const become = becomes && {
    become: {
      ...(becomePassword !== undefined && { password: becomePassword }),
      ...(becomeMethod?.endsWith('su') && { method: 'su' as const }),
    },
  }
  if (inventory.local) return { type: 'local', ...become }
  const { host = hostName, port, user, key, password, knownHosts, timeout, ssh } = inventory
  if (key !== undefined) await mustExist(hostName, key)
  const file = ssh.file ?? sshConfig
  const asked: Asked = {
    host,
    ...(port !== undefined && { port }),
    ...(user !== undefined && { user }),
    ...(key !== undefined && { identity: key }),
    ...(file !== undefined && { file }),
    options: ssh.options,
  }
  return {
    ...(await withHops(await configured(asked, env), asked, env)),
    ...(knownHosts !== undefined && { knownHostsFiles: [knownHosts] }),
    ...(password !== undefined && { password }),
    ...(timeout !== undefined && { connectTimeout: timeout }),
    ...become,
  }
}

async function mustExist(hostName: string, file: string): Promise<void> {
  try {
    await access(file, constants.R_OK)
  } catch {
    throw failure('file-not-found', `${hostName}: the private key ${file} does not exist or cannot be read`)
  }
}
