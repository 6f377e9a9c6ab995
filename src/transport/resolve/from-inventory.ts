/** What an inventory's variables set for the connection: swk's names, and Ansible's for the same. */
import type { ErrorCode } from '../../errors/codes.ts'
import { hintFor } from '../../errors/suggest.ts'
import { failure } from '../failure.ts'
import { readSshArgs, type SshArgs } from './ssh-args.ts'
import { flag, isWrong, type Parse, path, port, seconds, text } from './values.ts'
import { allNames, honoured, isAmong, isConnectionName, refused, type Setting, withoutEffect } from './variables.ts'

export type FromInventory = {
  readonly local: boolean
  readonly host?: string
  readonly port?: number
  readonly user?: string
  readonly key?: string
  readonly knownHosts?: string
  readonly password?: string
  readonly timeout?: number
  readonly become?: boolean
  readonly becomeMethod?: string
  readonly becomeUser?: string
  readonly becomePassword?: string
  readonly ssh: SshArgs
}

export type Vars = Readonly<Record<string, unknown>>

/** Settings that hold where no variable is set: those of the command line. */
export type Weaker = { readonly [S in Setting]?: unknown }

/** `variable`: what the problem is with; none: a weaker setting. */
export type Problem = {
  readonly variable?: string
  readonly code: ErrorCode
  readonly message: string
  readonly hint?: string
}

/** Throws SwkError with the first problem. */
export function fromInventory(hostName: string, vars: Vars, weaker: Weaker = {}): FromInventory {
  const { connection, problems } = readConnection(vars, weaker)
  const [first] = problems
  if (first === undefined) return connection
  throw failure(first.code, `${hostName}: ${first.message}`, first.hint === undefined ? {} : { hint: first.hint })
}

/** The settings, and all that is wrong with the variables. A secret never stands in a message. */
export function readConnection(
  vars: Vars,
  weaker: Weaker = {},
): { readonly connection: FromInventory; readonly problems: readonly Problem[] } {
  const problems = [...refusedValues(vars, weaker), ...refusedNames(vars)]
  const read = <K extends keyof FromInventory & Setting, T>(setting: K, parse: Parse<T>): { [P in K]?: T } => {
    const value = settingOf(setting, vars, weaker, parse)
    return (value === undefined || isWrong(value) ? {} : { [setting]: value }) as { [P in K]?: T }
  }
  return {
    problems,
    connection: {
      local: /local$/.test(String(find('connection', vars, weaker)?.value)),
      ssh: argsOf(vars, weaker),
      ...read('host', text),
      ...read('port', port),
      ...read('user', text),
      ...read('key', path),
      ...read('knownHosts', path),
      ...read('password', text),
      ...read('timeout', seconds),
      ...read('become', flag),
      ...read('becomeMethod', text),
      ...read('becomeUser', text),
      ...read('becomePassword', text),
    },
  }
}

/** Where a setting has its value from; `variable` is missing where that is not the inventory. */
function find(setting: Setting, vars: Vars, weaker: Weaker): { value: unknown; variable?: string } | undefined {
  const names = honoured.find(one => one.setting === setting)?.names ?? []
  const variable = names.find(name => !isUnset(vars[name]))
  if (variable !== undefined) return { value: vars[variable], variable }
  return isUnset(weaker[setting]) ? undefined : { value: weaker[setting] }
}

function settingOf<T>(setting: Setting, vars: Vars, weaker: Weaker, parse: Parse<T>) {
  const found = find(setting, vars, weaker)
  return found === undefined || !isScalar(found.value) ? undefined : parse(String(found.value))
}

const isUnset = (value: unknown) => value === undefined || value === null || value === ''
const isScalar = (value: unknown) => ['string', 'number', 'boolean'].includes(typeof value)

const parses: { readonly [S in Setting]?: Parse<unknown> } = {
  port,
  timeout: seconds,
  become: flag,
  hostKeyChecking: flag,
}

function refusedValues(vars: Vars, weaker: Weaker): Problem[] {
  return honoured.flatMap(({ setting, accepts, hint }): Problem[] => {
    const found = find(setting, vars, weaker)
    if (found === undefined) return []
    const { value, variable } = found
    const problem = (code: ErrorCode, message: string, more?: string): Problem => ({
      ...(variable !== undefined && { variable }),
      code,
      message: `${variable ?? setting}${message}`,
      ...(more !== undefined && { hint: more }),
    })
    if (!isScalar(value)) return [problem('bad-value', ' must be text')]
    const written = String(value)
    if (written.includes('{{')) return [problem('not-supported', ' cannot be a template')]
    const parsed = parses[setting]?.(written)
    if (isWrong(parsed)) return [problem('bad-value', `: ${parsed.wrong}`)]
    if (accepts !== undefined && !accepts.test(written))
      return [problem('not-supported', `: ${written} is not supported; ${helpOf(setting)}`, hint)]
    if (!isArgs(setting)) return []
    return readSshArgs(written).problems.map(({ message, hint: own }) => problem('not-supported', `: ${message}`, own))
  })
}

const helpOf = (setting: Setting) => honoured.find(one => one.setting === setting)?.help.replaceAll('`', '')

const argSettings = ['sshArgs', 'sshCommonArgs', 'sshExtraArgs'] as const
const isArgs = (setting: Setting) => (argSettings as readonly Setting[]).includes(setting)

function argsOf(vars: Vars, weaker: Weaker): SshArgs {
  const all = argSettings.flatMap(setting => {
    const args = settingOf(setting, vars, weaker, readSshArgs)
    return args === undefined || isWrong(args) ? [] : [args]
  })
  const file = all.find(args => args.file !== undefined)?.file
  return { options: all.flatMap(({ options }) => options), ...(file !== undefined && { file }) }
}

function refusedNames(vars: Vars): Problem[] {
  return Object.keys(vars).flatMap((variable): Problem[] => {
    if (allHonoured.has(variable) || isAmong(variable, withoutEffect)) return []
    const known = isAmong(variable, refused)
    if (known) return [{ variable, code: 'not-supported', message: `${variable} is not supported: ${known.why}` }]
    if (!isConnectionName(variable)) return []
    const message = `${variable} is not a connection variable that swk supports`
    return [{ variable, code: 'not-supported', message, ...hintFor(variable, allNames) }]
  })
}

const allHonoured = new Set(honoured.flatMap(({ names }) => names))
