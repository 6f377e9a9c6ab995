/** ssh's own defaults, for where nothing is configured or there is no ssh client. */
import { homedir, userInfo } from 'node:os'
import type { Asked, Env, SshConfig } from './types.ts'

/** Seconds; ssh itself would wait as long as the kernel does. */
export const defaultConnectTimeout = 10

export function defaults(asked: Asked, env: Env): SshConfig {
  const own = (name: string) => `${homedir()}/.ssh/${name}`
  const agent = env.SSH_AUTH_SOCK
  return {
    host: asked.host,
    port: asked.port ?? 22,
    user: asked.user ?? userInfo().username,
    identityFiles: asked.identity === undefined ? ['id_rsa', 'id_ecdsa', 'id_ed25519'].map(own) : [asked.identity],
    ...(agent && { agent }),
    knownHostsFiles: [own('known_hosts'), own('known_hosts2'), '/etc/ssh/ssh_known_hosts', '/etc/ssh/ssh_known_hosts2'],
    strictHostKeyChecking: 'yes',
    connectTimeout: defaultConnectTimeout,
  }
}
