/** Vault passwords: typed, read from files, or printed by programs. */
import { execFileSync } from 'node:child_process'
import { accessSync, constants, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, resolve } from 'node:path'
import { learn } from '../secret/index.ts'
import type { Keyring, VaultKey } from '../vault/index.ts'
import { usage, type Values } from './args.ts'
import type { Io } from './io.ts'
import { askPasswords } from './password.ts'
import type { vaultCommandOptions } from './vault-command-options.ts'
import { type VaultSource, vaultSources } from './vault-options.ts'

/** In the order of the sources. Throws SwkError `usage` for a source that gives none. */
export async function readKeyring(sources: readonly VaultSource[], io: Io): Promise<Keyring> {
  const prompts = sources.filter(source => source.type === 'prompt')
  const answers = await askPasswords(prompts.map(question), io)
  const typed = new Map(prompts.map((source, i) => [source, answers[i] ?? '']))
  return sources.map(source =>
    keyFrom(source, source.type === 'prompt' ? (typed.get(source) ?? '').trim() : readSource(source)),
  )
}

function question({ label }: Pick<VaultSource, 'label'>): string {
  return label === 'default' ? 'Vault password: ' : `Vault password (${label}): `
}

/** Spaces at the end of what a program prints are a part of the password, as in Ansible. */
function keyFrom({ label, option }: Pick<VaultSource, 'label' | 'option'>, text: string): VaultKey {
  const password = text.replace(/^[\r\n]+|[\r\n]+$/g, '')
  if (password === '') throw usage(`${option}: the vault password is empty`)
  learn(password)
  return { label, password: Buffer.from(password) }
}

/** The passwords of `swk vault`: without any source it is asked for, twice where it encrypts. */
export async function readKeys(sources: readonly VaultSource[], isNew: boolean, io: Io): Promise<Keyring> {
  if (sources.length > 0) return readKeyring(sources, io)
  const option = 'the prompt'
  return [isNew ? await askNew({ label: 'default', option }, io) : await askOnce({ label: 'default', option }, io)]
}

/** The password that `rekey` encrypts with. */
export async function readNewKey(values: Values<typeof vaultCommandOptions>, io: Io): Promise<VaultKey> {
  const { 'new-vault-id': id, 'new-vault-password-file': file } = values
  if (id !== undefined && file !== undefined)
    throw usage('--new-vault-id and --new-vault-password-file exclude each other')
  const [source] = vaultSources(
    id === undefined ? { 'vault-password-file': file === undefined ? [] : [file] } : { 'vault-id': [id] },
    {},
  )
  if (source?.type === 'file') return keyFrom(source, readSource(source))
  return askNew(source ?? { label: 'default', option: 'the prompt' }, io)
}

/** The one key, or the one of that vault id. Throws SwkError `usage` where that is not clear. */
export function pickKey(keyring: Keyring, label: string | undefined): VaultKey {
  const fits = label === undefined ? keyring : keyring.filter(one => one.label === label)
  const [first, ...more] = fits
  const labels = keyring.map(one => one.label).join(', ')
  if (first === undefined) throw usage(`no vault password has the vault id ${label}; given are: ${labels}`)
  if (more.length > 0 && label === undefined)
    throw usage(`several vault passwords are given (${labels})`, '--encrypt-vault-id LABEL')
  return first
}

type Asked = Pick<VaultSource, 'label' | 'option'>

async function askOnce(source: Asked, io: Io): Promise<VaultKey> {
  const [text = ''] = await askPasswords([question(source)], io)
  return keyFrom(source, text.trim())
}

async function askNew(source: Asked, io: Io): Promise<VaultKey> {
  const [text = '', again] = await askPasswords([`New ${question(source)}`, `Again: `], io)
  if (text !== again) throw usage('the two vault passwords differ')
  return keyFrom(source, text.trim())
}

function readSource({ file, label, option }: Extract<VaultSource, { type: 'file' }>): string {
  const path = resolve(file.replace(/^~(?=\/)/, homedir()))
  try {
    if (!isProgram(path)) return readFileSync(path, 'utf8').trim()
    // As in Ansible a client is told which of its passwords is wanted.
    const args = /-client(?:\.[^.]*)?$/.test(basename(path)) ? ['--vault-id', label] : []
    return execFileSync(path, args, { encoding: 'utf8', stdio: ['inherit', 'pipe', 'inherit'] })
  } catch (error) {
    const { status, code } = error as { status?: number | null; code?: string }
    const why = typeof status === 'number' ? `exit ${status}` : (reasons[code ?? ''] ?? (error as Error).message)
    throw usage(`${option}: ${path} gives no vault password: ${why}`)
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  EISDIR: 'it is a directory',
  EACCES: 'permission denied',
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
