/** ProxyJump's list of hosts, each resolved by the ssh configuration in its turn. */
import { failure } from '../failure.ts'
import type { SshSpec } from '../session.ts'
import { configured, toSpec } from './from-ssh-config.ts'
import type { Asked, Env } from './types.ts'

const deepest = 8

/** Nearest first. As with ssh, the first hop may itself be configured to be reached through others; the later are not asked. */
export async function hopsOf(list: string, target: Asked, env: Env, depth = 0): Promise<readonly SshSpec[]> {
  if (depth > deepest) throw failure('bad-value', `${target.host}: ProxyJump is circular`)
  const hops: SshSpec[] = []
  for (const text of list.split(',')) {
    const asked: Asked = {
      ...hop(text.trim(), target.host),
      ...(target.file !== undefined && { file: target.file }),
      args: [],
    }
    const config = await configured(asked, env)
    if (hops.length === 0 && config.proxyJump !== undefined)
      hops.push(...(await hopsOf(config.proxyJump, asked, env, depth + 1)))
    const { proxyCommand, ...spec } = toSpec(config)
    hops.push(hops.length === 0 && proxyCommand !== undefined ? { ...spec, proxyCommand } : spec)
  }
  return hops
}

/** `[user@]host[:port]`, `[user@][v6]:port`, or `ssh://...`. */
function hop(text: string, target: string): { host: string; user?: string; port?: number } {
  const bare = text.replace(/^ssh:\/\//, '').replace(/\/$/, '')
  const [, user, host, port] = /^(?:(.*)@)?(\[[^\]]+\]|[^:]+)(?::(\d+))?$/.exec(bare) ?? []
  if (host === undefined) throw failure('bad-value', `${target}: ${text} is not a valid ProxyJump host`)
  return {
    host: host.replace(/^\[|\]$/g, ''),
    ...(user !== undefined && { user }),
    ...(port !== undefined && { port: Number(port) }),
  }
}
