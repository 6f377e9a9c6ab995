/** ansible.cfg and the ANSIBLE_* environment, for what the command line does not say. */
import { readFileSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { Collector } from '../errors/collect.ts'
import type { Diagnostic, Place } from '../errors/diagnostic.ts'
import { SwkError } from '../errors/diagnostic.ts'
import { type Name, refusedSettings, type Setting, settings } from './ansible-settings.ts'
import { type IniValue, parseIni } from './ini.ts'
import type { Io } from './io.ts'

type Value<K extends Setting['kind']> = K extends 'flag'
  ? boolean
  : K extends 'number'
    ? number
    : K extends 'paths' | 'pathspec'
      ? readonly string[]
      : string

type Of<N extends Name> = Value<Extract<(typeof settings)[number], { name: N }>['kind']>

export type AnsibleConfig = { readonly [N in Name]?: Of<N> } & {
  /** The file that was read. */
  readonly file?: string
  /** One that was not. */
  readonly warning?: string
}

type Env = Readonly<Record<string, string | undefined>>

/** That of the working directory; a file that is not read is mentioned. */
export function ansibleConfig(io: Io): AnsibleConfig {
  const config = readAnsibleConfig(io.env, process.cwd())
  if (config.warning !== undefined) io.err(`swk: ${config.warning}\n`)
  return config
}

/** Where a setting is written. */
type Written = { readonly text: string; readonly what: string; readonly place?: Place; readonly directory: string }

/** Throws SwkError with all that is wrong. */
export function readAnsibleConfig(env: Env, cwd: string): AnsibleConfig {
  const problems = new Collector()
  const { file, warning } = findConfig(env, cwd)
  const values = file === undefined ? new Map<string, IniValue>() : readFile(file)
  const find = (keys: readonly string[], names: readonly string[]): Written | undefined => {
    const name = names.find(one => env[one] !== undefined)
    if (name !== undefined) return { text: env[name] as string, what: name, directory: cwd }
    const key = keys.find(one => values.has(one))
    const found = key === undefined ? undefined : values.get(key)
    if (key === undefined || found === undefined || file === undefined) return undefined
    return { text: found.value, what: key, place: placeOf(file, found), directory: dirname(file) }
  }
  const entries = settings.flatMap(setting => {
    const written = find(setting.keys, setting.env)
    if (written === undefined || written.text === '') return []
    const value = problems.attempt(() => readValue(setting, written))
    return value === undefined ? [] : [[setting.name, value]]
  })
  for (const { key, env: name, harmless } of refusedSettings) {
    const written = find([key], [name])
    if (written !== undefined && !harmless.test(written.text.trim()))
      problems.add(wrong(written, 'not-supported', `is not supported: it would change what the playbook means`))
  }
  problems.throwIfAny()
  return { ...Object.fromEntries(entries), ...(file && { file }), ...(warning && { warning }) }
}

function findConfig(env: Env, cwd: string): { file?: string; warning?: string } {
  const named = env.ANSIBLE_CONFIG
  if (named) {
    const path = resolve(cwd, expand(named, cwd))
    const file = isDirectory(path) ? join(path, 'ansible.cfg') : path
    if (isFile(file)) return { file }
    throw new SwkError({ code: 'file-not-found', message: `ANSIBLE_CONFIG: file ${file} does not exist` })
  }
  const here = join(cwd, 'ansible.cfg')
  const others = [join(homedir(), '.ansible.cfg'), '/etc/ansible/ansible.cfg'].find(isFile)
  if (!isFile(here)) return others === undefined ? {} : { file: others }
  if (((statSync(cwd).mode ?? 0) & 0o002) === 0) return { file: here }
  const warning = `${here} is not read: everyone may write to its directory; ANSIBLE_CONFIG=${here} reads it all the same`
  return { ...(others !== undefined && { file: others }), warning }
}

function readFile(file: string): ReadonlyMap<string, IniValue> {
  const text = readFileSync(file, 'utf8')
  const values = parseIni(text)
  if (typeof values !== 'number') return values
  const source = text.split(/\r?\n/)[values - 1] ?? ''
  throw new SwkError({
    code: 'bad-value',
    message: `\`${source.trim()}\` is not a setting; expected KEY = VALUE in a section`,
    place: { file, line: values, column: 1, length: source.length || 1, source },
  })
}

function placeOf(file: string, { line, source, value }: IniValue): Place {
  const at = value === '' ? -1 : source.indexOf(value.split('\n')[0] as string)
  return {
    file,
    line,
    column: Math.max(at, 0) + 1,
    length: Math.max(1, source.trim().length - Math.max(at, 0)),
    source,
  }
}

function readValue({ name, kind }: Setting, written: Written): unknown {
  const { text, directory } = written
  if (name === 'hostKeyChecking' && /^(false|no|off|0|f|n)$/i.test(text))
    throw new SwkError({
      ...wrong(written, 'not-supported', 'cannot be turned off: host keys are always verified'),
      hint: 'to trust a host the first time: ssh_common_args = -o StrictHostKeyChecking=accept-new',
    })
  if (kind === 'flag') {
    if (/^(true|yes|on|1|t|y)$/i.test(text)) return true
    if (/^(false|no|off|0|f|n)$/i.test(text)) return false
    throw new SwkError(wrong(written, 'bad-value', `is not a boolean: ${text}`))
  }
  if (kind === 'number') {
    if (/^[1-9]\d{0,5}$/.test(text) || (name === 'verbosity' && text === '0')) return Number(text)
    throw new SwkError(wrong(written, 'bad-value', `is not a whole number from 1: ${text}`))
  }
  const path = (one: string) => resolve(directory, expand(one, directory))
  if (kind === 'path') return path(text)
  const parts = (separator: string) =>
    text
      .split(separator)
      .map(one => one.trim())
      .filter(Boolean)
  if (kind === 'pathspec') return parts(':').map(path)
  // A list of hosts has no path; one of paths has no word that ends in a comma.
  if (kind === 'paths') return /,\s*$/.test(text) ? [text] : parts(',').map(path)
  return text
}

function wrong({ what, place }: Written, code: Diagnostic['code'], why: string): Diagnostic {
  return { code, message: `${what} ${why}`, ...(place && { place }) }
}

function expand(path: string, directory: string): string {
  return path.replace(/^~(?=\/|$)/, homedir()).replace(/\{\{\s*CWD\s*\}\}/g, directory)
}

const isFile = (path: string) => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false
const isDirectory = (path: string) => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
