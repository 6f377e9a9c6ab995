/** What an inventory's variables say of the connection: swk's names, and Ansible's for the same. */
import { homedir } from 'node:os'
import { failure } from '../failure.ts'

export type Said = {
  readonly local: boolean
  readonly host?: string
  readonly port?: number
  readonly user?: string
  readonly key?: string
  readonly knownHosts?: string
  readonly password?: string
  readonly becomePassword?: string
  /** Further arguments of ssh, as words. */
  readonly sshArgs: readonly string[]
}

type Vars = Readonly<Record<string, unknown>>

/** Throws SwkError where a variable cannot be what it is meant for. */
export function said(hostName: string, vars: Vars): Said {
  const text = (...names: readonly string[]) => firstText(hostName, vars, names)
  const connection = text('ansible_connection') ?? 'ssh'
  if (!['ssh', 'smart', 'paramiko', 'paramiko_ssh', 'local'].includes(connection))
    throw failure('not-supported', `${hostName}: ansible_connection: ${connection} is not supported; ssh and local are`)
  const port = text('ssh_port', 'ansible_port', 'ansible_ssh_port')
  const all = {
    host: text('ssh_host', 'ansible_host', 'ansible_ssh_host'),
    port: port === undefined ? undefined : asPort(hostName, port),
    user: text('ssh_user', 'ansible_user', 'ansible_ssh_user'),
    key: path(text('ssh_key', 'ansible_ssh_private_key_file', 'ansible_private_key_file')),
    knownHosts: path(text('ssh_known_hosts')),
    password: text('ansible_password', 'ansible_ssh_password', 'ansible_ssh_pass'),
    becomePassword: text('become_password', 'ansible_become_password', 'ansible_become_pass', 'ansible_sudo_pass'),
  }
  const args = ['ansible_ssh_common_args', 'ansible_ssh_extra_args'].flatMap(name => words(text(name) ?? ''))
  const given = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))
  return { local: connection === 'local', sshArgs: args, ...(given as Partial<typeof given>) } as Said
}

function firstText(hostName: string, vars: Vars, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = vars[name]
    if (value === undefined || value === null || value === '') continue
    if (typeof value !== 'string' && typeof value !== 'number')
      throw failure('bad-value', `${hostName}: ${name} must be text`)
    const text = String(value)
    // A secret never stands in a message.
    if (text.includes('{{')) throw failure('not-supported', `${hostName}: ${name} cannot be a template`)
    return text
  }
  return undefined
}

function asPort(hostName: string, text: string): number {
  const port = Number(text)
  if (Number.isInteger(port) && port > 0 && port < 65536) return port
  throw failure('bad-value', `${hostName}: ${text} is not a port`)
}

const path = (text: string | undefined) => text?.replace(/^~(?=\/|$)/, homedir())

/** Words as a shell would split them, quotes taken off. */
function words(text: string): readonly string[] {
  return [...text.matchAll(/(?:[^\s"']|"[^"]*"|'[^']*')+/g)].map(([word]) =>
    word.replace(/"([^"]*)"|'([^']*)'/g, (_, double, single) => double ?? single),
  )
}
