/** Options of the ssh command line, as `ansible_ssh_common_args` and its like carry them: honoured, without effect, or refused. */
import { didYouMean } from '../../errors/suggest.ts'
import { words } from '../../shell/words.ts'

export type SshArgs = {
  /** For `ssh -G`, and for reading without it: keyword and value, in the order of the command line. */
  readonly options: readonly (readonly [keyword: string, value: string])[]
  /** `-F FILE`. */
  readonly file?: string
}

export type ArgProblem = { readonly message: string; readonly hint?: string }

/** Options of ssh_config(5) that are honoured, with a check where only some values are. */
export const honouredOptions: Readonly<Record<string, (value: string) => string | undefined>> = {
  HostName: anything,
  Port: value => (/^[0-9]{1,5}$/.test(value) ? undefined : 'it is not a port'),
  User: anything,
  IdentityFile: anything,
  IdentitiesOnly: anything,
  IdentityAgent: anything,
  ProxyJump: anything,
  ProxyCommand: anything,
  ConnectTimeout: value => (/^[0-9]+$/.test(value) ? undefined : 'it is not a number of seconds'),
  HostKeyAlias: anything,
  StrictHostKeyChecking: value =>
    ['yes', 'true', 'ask', 'accept-new'].includes(value.toLowerCase())
      ? undefined
      : 'host keys are always verified; `accept-new` trusts a new key once',
  UserKnownHostsFile: value =>
    value.includes('/dev/null') ? 'a host key that is remembered nowhere verifies nothing' : undefined,
  GlobalKnownHostsFile: anything,
  PreferredAuthentications: anything,
  PubkeyAuthentication: yesOrNo,
  PasswordAuthentication: yesOrNo,
  KbdInteractiveAuthentication: yesOrNo,
}

/** Accepted: swk does the same, or it has no effect on what a play does. */
export const effectlessOptions: readonly string[] = [
  'AddKeysToAgent',
  'BatchMode',
  'CheckHostIP',
  'Compression',
  'ConnectionAttempts',
  'ControlMaster',
  'ControlPath',
  'ControlPersist',
  'ForwardX11',
  'GSSAPIAuthentication',
  'HashKnownHosts',
  'IPQoS',
  'LogLevel',
  'NumberOfPasswordPrompts',
  'RequestTTY',
  'ServerAliveCountMax',
  'ServerAliveInterval',
  'TCPKeepAlive',
  'UpdateHostKeys',
  'VisualHostKey',
]

const flags: Readonly<Record<string, string>> = { p: 'Port', l: 'User', i: 'IdentityFile', J: 'ProxyJump' }
const effectlessFlags = /^-[CTqxvn]+$/

export type ReadArgs = SshArgs & { readonly problems: readonly ArgProblem[] }

/** Splits and checks. Problems name the option and its value. */
export function readSshArgs(text: string): ReadArgs {
  try {
    return readSshWords(words(text))
  } catch (error) {
    return { options: [], problems: [{ message: `the ssh options cannot be read: ${(error as Error).message}` }] }
  }
}

export function readSshWords(all: readonly string[]): ReadArgs {
  const left = [...all]
  const options: [string, string][] = []
  const problems: ArgProblem[] = []
  let file: string | undefined
  for (let word = left.shift(); word !== undefined; word = left.shift()) {
    const [, letter = '', inline = ''] = /^-([a-zA-Z0-9])(.*)$/s.exec(word) ?? []
    if (letter === 'o' || letter === 'F' || letter in flags) {
      const value = inline === '' ? left.shift() : inline
      if (value === undefined) problems.push({ message: `${word} needs a value` })
      else if (letter === 'F') file = value
      else if (letter === 'o') option(value)
      else add(flags[letter] as string, value)
    } else if (!effectlessFlags.test(word)) problems.push({ message: `the ssh option ${word} is not supported` })
  }
  return { options, problems, ...(file !== undefined && { file }) }

  function option(text: string): void {
    const [, name = '', value = ''] = /^\s*(\w+)(?:\s*=\s*|\s+)(.*)$/s.exec(text) ?? []
    if (name === '' || value === '') {
      problems.push({ message: `-o ${text} is not an option; expected NAME=VALUE` })
      return
    }
    add(name, value)
  }

  function add(name: string, value: string): void {
    const known = named(name, Object.keys(honouredOptions))
    if (known === undefined) {
      if (named(name, effectlessOptions) !== undefined) return
      const near = didYouMean(name, [...Object.keys(honouredOptions), ...effectlessOptions])
      problems.push({ message: `the ssh option ${name} is not supported`, ...(near !== undefined && { hint: near }) })
      return
    }
    const why = honouredOptions[known]?.(value)
    if (why === undefined) options.push([known, value])
    else problems.push({ message: `${known}=${value} is refused: ${why}` })
  }
}

function anything(): undefined {
  return undefined
}

function yesOrNo(value: string): string | undefined {
  return /^(yes|no)$/i.test(value) ? undefined : 'expected yes or no'
}

const named = (name: string, names: readonly string[]) =>
  names.find(known => known.toLowerCase() === name.toLowerCase())
