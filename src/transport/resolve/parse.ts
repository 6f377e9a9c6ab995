/** The output of `ssh -G`: one `keyword value` a line. Pure but for the home folder. */
import { homedir } from 'node:os'
import { defaultConnectTimeout, defaults } from './defaults.ts'
import type { Asked, Env, SshConfig } from './types.ts'

export function parseSshConfig(text: string, asked: Asked, env: Env): SshConfig {
  const all = read(text)
  const one = (keyword: string) => {
    const value = all.get(keyword)?.[0]
    return value === undefined || value === 'none' ? undefined : value
  }
  const fallback = defaults(asked, env)
  const host = one('hostname') ?? fallback.host
  const port = Number(one('port') ?? fallback.port)
  const user = one('user') ?? fallback.user
  const tokens = { h: host, p: String(port), r: user, n: asked.host, d: homedir(), '%': '%' }
  const files = (keyword: string, otherwise: readonly string[]) =>
    all
      .get(keyword)
      ?.flatMap(splitFiles)
      .filter(file => file !== 'none')
      .map(file => expandFile(file, tokens)) ?? otherwise
  const agent = agentSocket(one('identityagent'), all.get('identityagent')?.[0] === 'none', env, tokens)
  const proxyCommand = one('proxycommand')
  const proxyJump = one('proxyjump')
  const alias = one('hostkeyalias')
  return {
    host,
    port,
    user,
    identityFiles:
      all
        .get('identityfile')
        ?.filter(file => file !== 'none')
        .map(file => expandFile(unquote(file), tokens)) ?? fallback.identityFiles,
    ...(agent !== undefined && { agent }),
    ...(one('identitiesonly') === 'yes' && { identitiesOnly: true }),
    knownHostsFiles: [
      ...files('userknownhostsfile', fallback.knownHostsFiles.slice(0, 2)),
      ...files('globalknownhostsfile', fallback.knownHostsFiles.slice(2)),
    ],
    ...(alias !== undefined && { hostKeyAlias: alias }),
    strictHostKeyChecking: ['accept-new', 'no', 'off', 'false'].includes(one('stricthostkeychecking') ?? '')
      ? 'accept-new'
      : 'yes',
    ...(proxyJump !== undefined && { proxyJump }),
    ...(proxyCommand !== undefined && { proxyCommand: expand(proxyCommand, tokens) }),
    connectTimeout: Number(one('connecttimeout')) || defaultConnectTimeout,
    ...methodsOf(one),
  }
}

/** Only where something is forbidden or left out. */
function methodsOf(one: (keyword: string) => string | undefined): { methods?: readonly string[] } {
  const all = ['publickey', 'keyboard-interactive', 'password']
  const preferred = one('preferredauthentications')?.split(',') ?? all
  const off = (keyword: string) => one(keyword)?.toLowerCase() === 'no'
  const methods = all.filter(
    method =>
      preferred.includes(method) &&
      !(method === 'publickey' && off('pubkeyauthentication')) &&
      !(method === 'password' && off('passwordauthentication')) &&
      !(method === 'keyboard-interactive' && off('kbdinteractiveauthentication')),
  )
  return methods.length === all.length ? {} : { methods }
}

type Tokens = Readonly<Record<string, string>>

function read(text: string): ReadonlyMap<string, readonly string[]> {
  const all = new Map<string, string[]>()
  for (const line of text.split('\n')) {
    const [, keyword, value] = /^(\S+) (.*)$/.exec(line) ?? []
    if (keyword === undefined || value === undefined) continue
    all.set(keyword, [...(all.get(keyword) ?? []), value])
  }
  return all
}

function agentSocket(said: string | undefined, off: boolean, env: Env, tokens: Tokens): string | undefined {
  if (off) return undefined
  if (said === undefined || said === 'SSH_AUTH_SOCK') return env.SSH_AUTH_SOCK || undefined
  if (said.startsWith('$')) return env[said.slice(1).replace(/[{}]/g, '')] || undefined
  return expandFile(unquote(said), tokens)
}

const splitFiles = (value: string) => (value.match(/"[^"]*"|\S+/g) ?? []).map(unquote)
const unquote = (value: string) => value.replace(/^"(.*)"$/, '$1')
const expandFile = (file: string, tokens: Tokens) => expand(file.replace(/^~(?=\/)/, homedir()), tokens)
const expand = (text: string, tokens: Tokens) => text.replace(/%([hprnd%])/g, (_, letter) => tokens[letter] ?? '')
