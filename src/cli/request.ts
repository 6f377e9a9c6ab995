/** What a command line asks for: options as they were typed -> what loading and playing take. Pure. */
import type { ConnectionOptions } from '../play.ts'
import type { LoadOptions } from '../playbook/project.ts'
import { parse, usage, type Values } from './args.ts'
import { playOptions, type targetOptions, verifyOptions } from './play-options.ts'

export type ReporterName = 'tree' | 'plain' | 'json'

export type Request = {
  readonly load: LoadOptions
  readonly mode: 'play' | 'check' | 'verify'
  /** `verify --active`. */
  readonly active?: boolean
  readonly forks: number
  readonly connection: ConnectionOptions
  readonly askBecomePassword: boolean
  readonly reporter?: ReporterName
  readonly showDiff: boolean
  readonly detailedExitcode: boolean
  /** Tell this instead of playing. */
  readonly only?: 'syntax-check' | 'list-hosts' | 'list-tasks'
}

/** Throws SwkError `usage` or `not-supported`. */
export function playRequest(argv: readonly string[]): Request {
  const { values, positionals } = parse(argv, playOptions)
  const tags = { ...list('tags', values.tags), ...list('skipTags', values['skip-tags']) }
  const check = values.check ?? false
  const only = (['syntax-check', 'list-hosts', 'list-tasks'] as const).find(name => values[name])
  const about = target('play', values, positionals, tags)
  return {
    ...about,
    load: { ...about.load, checkMode: check },
    mode: check ? 'check' : 'play',
    showDiff: !values['no-diff'],
    detailedExitcode: values['detailed-exitcode'] ?? false,
    ...(only && { only }),
  }
}

/** Throws SwkError `usage` or `not-supported`. */
export function verifyRequest(argv: readonly string[]): Request {
  const { values, positionals } = parse(argv, verifyOptions)
  const about = target('verify', values, positionals, {})
  return { ...about, mode: 'verify', active: values.active ?? false, showDiff: true, detailedExitcode: false }
}

function target(
  command: string,
  values: Values<typeof targetOptions>,
  [playbook, ...more]: readonly string[],
  tags: { readonly tags?: readonly string[]; readonly skipTags?: readonly string[] },
) {
  const { inventory, limit, user, become } = values
  if (playbook === undefined) throw usage(`${command} needs a playbook`, `swk ${command} PLAYBOOK -i INVENTORY`)
  if (more.length > 0) throw usage(`${command} expects one playbook, but got also ${more.map(quoted).join(', ')}`)
  if (inventory === undefined) throw usage(`${command} needs an inventory`, '-i INVENTORY')
  return {
    load: {
      playbook,
      inventory,
      extraVars: values['extra-vars'] ?? [],
      ...(limit !== undefined && { limit }),
      ...(become && { become }),
      ...tags,
    },
    forks: count('--forks', values.forks ?? '50'),
    connection: {
      ...(user !== undefined && { user }),
      ...(values['private-key'] !== undefined && { privateKey: values['private-key'] }),
      ...(values['ssh-config'] !== undefined && { sshConfig: values['ssh-config'] }),
    },
    askBecomePassword: values['ask-become-pass'] ?? false,
    ...(values.reporter && { reporter: values.reporter }),
  }
}

/** Given more than once, or with commas: all of them. */
function list(name: 'tags' | 'skipTags', given: readonly string[] | undefined) {
  const names = given?.flatMap(text => text.split(',')).map(text => text.trim())
  return names && { [name]: names.filter(Boolean) }
}

function count(option: string, text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw usage(`${option} needs a whole number from 1; not "${text}"`)
  return Number(text)
}

const quoted = (text: string): string => `"${text}"`
