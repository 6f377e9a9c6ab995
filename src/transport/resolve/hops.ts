/** The bastions on the way to a host, each resolved by the ssh configuration in its turn. */
import { failure } from '../failure.ts'
import type { SshSpec } from '../session.ts'
import { configured, toSpec } from './from-ssh-config.ts'
import { bastionOf } from './ssh-w.ts'
import type { Asked, Env, SshConfig } from './types.ts'

const deepest = 8

/** The specification of a host with its bastions; nearest first. */
export async function withHops(config: SshConfig, asked: Asked, env: Env): Promise<SshSpec> {
  const { proxyJump } = config
  const { proxyCommand, ...spec } = toSpec(config)
  if (proxyJump !== undefined) return { ...spec, jumps: await hopsOf(hostsIn(proxyJump, asked), env, 0) }
  const bastion = proxyCommand === undefined ? undefined : bastionOf(proxyCommand, config)
  if (bastion !== undefined) return { ...spec, jumps: await hopsOf([bastion], env, 0) }
  return { ...spec, ...(proxyCommand !== undefined && { proxyCommand }) }
}

/** As with ssh, the first hop may itself be configured to be reached through others; the later are not asked. */
async function hopsOf(list: readonly Asked[], env: Env, depth: number): Promise<readonly SshSpec[]> {
  const hops: SshSpec[] = []
  for (const asked of list) {
    if (depth > deepest) throw failure('bad-value', `${asked.host}: ProxyJump goes round in circles`)
    const config = await configured(asked, env)
    const { proxyJump } = config
    const { proxyCommand, ...spec } = toSpec(config)
    if (hops.length > 0) {
      hops.push(spec)
      continue
    }
    if (proxyJump !== undefined) hops.push(...(await hopsOf(hostsIn(proxyJump, asked), env, depth + 1)))
    const bastion = proxyCommand === undefined ? undefined : bastionOf(proxyCommand, config)
    if (bastion !== undefined) hops.push(...(await hopsOf([bastion], env, depth + 1)))
    hops.push(proxyCommand !== undefined && hops.length === 0 ? { ...spec, proxyCommand } : spec)
  }
  return hops
}

/** ProxyJump's list. */
function hostsIn(list: string, { host, file }: Asked): readonly Asked[] {
  return list.split(',').map(text => ({
    ...hop(text.trim(), host),
    ...(file !== undefined && { file }),
    options: [],
  }))
}

/** `[user@]host[:port]`, `[user@][v6]:port`, or `ssh://...`. */
function hop(text: string, target: string): { host: string; user?: string; port?: number } {
  const bare = text.replace(/^ssh:\/\//, '').replace(/\/$/, '')
  const [, user, host, port] = /^(?:(.*)@)?(\[[^\]]+\]|[^:]+)(?::(\d+))?$/.exec(bare) ?? []
  if (host === undefined) throw failure('bad-value', `${target}: ${text} is not a host for ProxyJump`)
  return {
    host: host.replace(/^\[|\]$/g, ''),
    ...(user !== undefined && { user }),
    ...(port !== undefined && { port: Number(port) }),
  }
}
