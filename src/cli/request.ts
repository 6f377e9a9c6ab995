/** What a command line asks for: options as they were typed -> what loading and playing take. Pure. */

import type { PlanOptions } from '../plans/index.ts'
import type { ConnectionOptions } from '../play.ts'
import { readSeconds } from '../playbook/parse/seconds.ts'
import type { LoadOptions } from '../playbook/project.ts'
import type { AnsibleConfig } from './ansible-config.ts'
import { parse, usage, type Values } from './args.ts'
import { connectionOptions, defined, inventoryOf, wholeNumber } from './connection.ts'
import { adhocOptions, playOptions, type targetOptions, verifyOptions } from './play-options.ts'
import { type VaultSource, vaultSources } from './vault-options.ts'

export type ReporterName = 'tree' | 'plain' | 'json'

/** Where the passwords for logging in and for sudo come from. */
export type Passwords = {
  readonly askLogin: boolean
  readonly askBecome: boolean
  readonly loginFile?: string
  readonly becomeFile?: string
}

export type Request = {
  readonly load: LoadOptions
  readonly mode: 'play' | 'check' | 'verify'
  /** `verify --active`. */
  readonly active?: boolean
  readonly forks: number
  readonly connection: ConnectionOptions
  readonly passwords: Passwords
  readonly vault: readonly VaultSource[]
  readonly reporter?: ReporterName
  readonly showDiff: boolean
  /** How often `-v` is given. */
  readonly verbosity?: number
  /** Where the plan is saved, or the plan that is applied. */
  readonly plan?: string
  readonly detailedExitcode: boolean
  /** Seconds until a host takes back what is not confirmed. */
  readonly confirm?: number
  /** Whether a failed run is taken back; absent: as each play says. */
  readonly rollback?: boolean
  /** Tell this instead of playing. */
  readonly only?: 'syntax-check' | 'list-hosts' | 'list-tasks' | 'list-tags'
  /** Ask before each task. */
  readonly step?: boolean
}

/** Throws SwkError `usage` or `not-supported`. */
export function playRequest(argv: readonly string[], config: AnsibleConfig = {}, planned?: PlanOptions): Request {
  const { values: given, positionals } = parse(argv, playOptions)
  const values = { ...inPlan(planned), ...given }
  const tags = { ...list('tags', values.tags), ...list('skipTags', values['skip-tags']) }
  const check = values.check ?? false
  const forceHandlers = values['force-handlers'] ?? config.forceHandlers
  const only = (['syntax-check', 'list-hosts', 'list-tasks', 'list-tags'] as const).find(name => values[name])
  const playbooks = positionals.length > 0 || !planned ? positionals : [planned.playbook]
  const about = target('play', { values, positionals: playbooks }, tags, config)
  return {
    ...about,
    load: { ...about.load, checkMode: check, ...defined({ startAtTask: values['start-at-task'], forceHandlers }) },
    mode: check ? 'check' : 'play',
    showDiff: !values['no-diff'],
    detailedExitcode: values['detailed-exitcode'] ?? false,
    ...(values.confirm !== undefined && { confirm: secondsOf(values.confirm) }),
    ...rollbackOf(values.rollback, values['no-rollback']),
    ...(only && { only }),
    ...(values.step && { step: true }),
    ...(values.plan !== undefined && { plan: values.plan }),
  }
}

/** `swk adhoc HOSTS -m MODULE -a ARGS`: a play of one task. Throws SwkError `usage` or `not-supported`. */
export function adhocRequest(argv: readonly string[], config: AnsibleConfig = {}): Request {
  const { values, positionals } = parse(argv, adhocOptions)
  const [hosts, ...more] = positionals
  if (hosts === undefined) throw usage('adhoc needs hosts', 'swk adhoc HOSTS -m MODULE -a ARGS -i INVENTORY')
  if (more.length > 0) throw usage(`adhoc expects one pattern of hosts, but got also ${more.map(quoted).join(', ')}`)
  const check = values.check ?? false
  const about = target('adhoc', { values, positionals: ['ad-hoc command'] }, {}, config)
  const text = adhocPlaybook(hosts, values['module-name'] ?? 'command', values.args ?? '')
  return {
    ...about,
    load: { ...about.load, checkMode: check, playbookText: text },
    mode: check ? 'check' : 'play',
    showDiff: !values['no-diff'],
    detailedExitcode: false,
  }
}

/** JSON is YAML. */
function adhocPlaybook(hosts: string, module: string, args: string): string {
  return JSON.stringify([{ name: 'Ad-hoc command', hosts, tasks: [{ name: module, [module]: argsOf(args) }] }])
}

function argsOf(text: string): unknown {
  if (!text.trim().startsWith('{')) return text === '' ? null : text
  try {
    return JSON.parse(text)
  } catch (error) {
    throw usage(`--args is not valid JSON: ${(error as Error).message}`)
  }
}

/** What the command line of a plan said, where this one does not. */
function inPlan(plan: PlanOptions | undefined) {
  if (plan === undefined) return {}
  const { inventory, limit, tags, skipTags, become, becomeUser } = plan
  return defined({ inventory, limit, tags, 'skip-tags': skipTags, become, 'become-user': becomeUser })
}

function secondsOf(text: string): number {
  const seconds = readSeconds(text)
  if (seconds === undefined) throw usage(`--confirm needs seconds from 5, such as 60 or 60s; not "${text}"`)
  return seconds
}

function rollbackOf(rollback: boolean | undefined, no: boolean | undefined): { readonly rollback?: boolean } {
  if (rollback && no) throw usage('--rollback and --no-rollback exclude each other')
  return rollback || no ? { rollback: rollback ?? false } : {}
}

/** Throws SwkError `usage` or `not-supported`. */
export function verifyRequest(argv: readonly string[], config: AnsibleConfig = {}): Request {
  const { values, positionals } = parse(argv, verifyOptions)
  const about = target('verify', { values, positionals }, {}, config)
  return { ...about, mode: 'verify', active: values.active ?? false, showDiff: true, detailedExitcode: false }
}

type Given = { readonly values: Values<typeof targetOptions>; readonly positionals: readonly string[] }

function target(
  command: string,
  { values, positionals: [playbook, ...more] }: Given,
  tags: { readonly tags?: readonly string[]; readonly skipTags?: readonly string[] },
  config: AnsibleConfig,
) {
  if (playbook === undefined) throw usage(`${command} needs a playbook`, `swk ${command} PLAYBOOK -i INVENTORY`)
  if (more.length > 0) throw usage(`${command} expects one playbook, but got also ${more.map(quoted).join(', ')}`)
  const verbosity = values.verbose?.length ?? config.verbosity ?? 0
  return {
    load: {
      playbook,
      inventory: inventoryOf(command, values, config),
      extraVars: values['extra-vars'] ?? [],
      ...defined({
        limit: values.limit,
        become: values.become ?? config.become,
        verbosity: verbosity === 0 ? undefined : verbosity,
        becomeUser: values['become-user'] ?? config.becomeUser,
        rolesPath: config.rolesPath,
        modulePath: values['module-path']?.flatMap(path => path.split(':')),
      }),
      ...tags,
    },
    forks: values.forks === undefined ? (config.forks ?? 50) : wholeNumber('--forks', values.forks),
    connection: connectionOptions(values, config),
    passwords: passwords(values, config),
    vault: vaultSources(values, config),
    ...(values.reporter && { reporter: values.reporter }),
    ...(verbosity > 0 && { verbosity }),
  }
}

/** A file on the command line is stronger than a question that the configuration asks for, and the reverse. */
export function passwords(values: Values<typeof targetOptions>, config: AnsibleConfig): Passwords {
  const { 'ask-pass': ask, 'ask-become-pass': askBecome } = values
  const file = values['connection-password-file']
  const becomeFile = values['become-password-file']
  if (ask && file !== undefined) throw usage('--ask-pass and --connection-password-file exclude each other')
  if (askBecome && becomeFile !== undefined)
    throw usage('--ask-become-pass and --become-password-file exclude each other')
  const loginFrom = ask ? undefined : (file ?? config.connectionPasswordFile)
  const becomeFrom = askBecome ? undefined : (becomeFile ?? config.becomePasswordFile)
  return {
    askLogin: loginFrom === undefined && (ask ?? config.askPass ?? false),
    askBecome: becomeFrom === undefined && (askBecome ?? config.askBecomePass ?? false),
    ...defined({ loginFile: loginFrom, becomeFile: becomeFrom }),
  } as Passwords
}

/** Given more than once, or with commas: all of them. */
function list(name: 'tags' | 'skipTags', given: readonly string[] | undefined) {
  const names = given?.flatMap(text => text.split(',')).map(text => text.trim())
  return names && { [name]: names.filter(Boolean) }
}

const quoted = (text: string): string => `"${text}"`
