/** `swk vault`: encrypts and decrypts files and values, as ansible-vault does. */
import { readFileSync } from 'node:fs'
import { SwkError } from '../errors/diagnostic.ts'
import { decrypt, encrypt, isEncrypted, type Keyring, type VaultKey } from '../vault/index.ts'
import { ansibleConfig } from './ansible-config.ts'
import { parse, usage, type Values } from './args.ts'
import type { Command, Io } from './io.ts'
import { vaultCommandOptions } from './vault-command-options.ts'
import { editText } from './vault-edit.ts'
import { readFile, writeFile } from './vault-file.ts'
import { pickKey, readKeys, readNewKey } from './vault-keys.ts'
import { vaultSources } from './vault-options.ts'

type VaultValues = Values<typeof vaultCommandOptions>

/** One action on its files. */
type Action = (files: readonly string[], values: VaultValues, keyring: Keyring, io: Io) => Promise<void>

export const vault: Command = async (argv, io) => {
  const { values, positionals } = parse(argv, vaultCommandOptions)
  const [written = '', ...files] = positionals
  const name = written.replace('_', '-')
  const action = Object.hasOwn(actions, name) ? actions[name] : undefined
  if (!action) throw usage(`"${written}" is not a vault command`, `swk vault ${Object.keys(actions).join('|')}`)
  if (values.output !== undefined && files.length > 1) throw usage('--output takes one file')
  const isNew = /^encrypt/.test(name)
  await action(files, values, await readKeys(vaultSources(values, ansibleConfig(io)), isNew, io), io)
  return 0
}

const actions: Readonly<Record<string, Action>> = {
  async encrypt(files, values, keyring, io) {
    const key = pickKey(keyring, values['encrypt-vault-id'])
    for (const file of inputs(files)) {
      const plain = readFile(file)
      if (isEncrypted(plain)) throw usage(`${file} is encrypted already`)
      writeFile(values.output ?? file, encrypt(plain, key), io)
    }
  },
  async decrypt(files, values, keyring, io) {
    for (const file of inputs(files)) writeFile(values.output ?? file, plainOf(file, keyring), io)
  },
  async view(files, _values, keyring, io) {
    for (const file of named('view', files)) io.out(plainOf(file, keyring).toString('utf8'))
  },
  async edit(files, values, keyring, io) {
    for (const file of named('edit', files)) {
      const plain = plainOf(file, keyring)
      const edited = editText(plain, file, io)
      if (!edited.equals(plain)) writeFile(file, encrypt(edited, keyOf(file, keyring, values)), io)
    }
  },
  async rekey(files, values, keyring, io) {
    const all = named('rekey', files).map(file => ({ file, plain: plainOf(file, keyring) }))
    const key = await readNewKey(values, io)
    for (const { file, plain } of all) writeFile(file, encrypt(plain, key), io)
  },
  async 'encrypt-string'(texts, values, keyring, io) {
    const key = pickKey(keyring, values['encrypt-vault-id'])
    const names = values.name ?? []
    const stdin = values['stdin-name']
    if (texts.length === 0 || stdin !== undefined) io.out(asValue(readFileSync(0), stdin, key))
    for (const [i, text] of texts.entries()) io.out(asValue(Buffer.from(text), names[i], key))
  },
}

/** Standard input, where no file is named. */
const inputs = (files: readonly string[]) => (files.length > 0 ? files : ['-'])

function named(command: string, files: readonly string[]): readonly string[] {
  if (files.length === 0) throw usage(`vault ${command} needs a file`, `swk vault ${command} FILE`)
  return files
}

function plainOf(file: string, keyring: Keyring): Buffer {
  const bytes = readFile(file)
  if (!isEncrypted(bytes)) throw usage(`${file} is not encrypted by ansible-vault`)
  const plain = decrypt(bytes.toString('latin1'), keyring)
  if (Buffer.isBuffer(plain)) return plain
  const place = { file, line: 1, column: 1 }
  throw new SwkError({ code: 'vault-locked', place, ...plain })
}

/** What is edited keeps its vault id, and with it its password. */
function keyOf(file: string, keyring: Keyring, values: VaultValues): VaultKey {
  const text = readFile(file).toString('latin1')
  const fits = keyring.filter(key => Buffer.isBuffer(decrypt(text, [key])))
  return pickKey(fits, values['encrypt-vault-id'])
}

/** A value of YAML, indented as ansible-vault does. */
function asValue(plain: Buffer, name: string | undefined, key: VaultKey): string {
  const lines = encrypt(plain, key).trimEnd().split('\n')
  const head = name === undefined ? '!vault |' : `${name}: !vault |`
  return `${[head, ...lines.map(line => `          ${line}`)].join('\n')}\n`
}
