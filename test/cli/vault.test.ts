/** `swk vault` as a process: what it writes, reads and refuses. */
import { spawnSync } from 'node:child_process'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { folderWith } from '../inventory/folder.ts'

const bin = resolve('bin/swk.js')
const folder = folderWith({ pw: 'one\n', pw2: 'two\n', file: 'a: b\n', other: 'x\n' })
const read = (name: string) => readFileSync(join(folder, name), 'utf8')

function vault(line: string, more: { input?: string; env?: Record<string, string> } = {}) {
  const args = [bin, 'vault', ...line.split(' ')]
  const env = { ...process.env, ...more.env }
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8', ...more, env })
  return { status, out: stdout + stderr }
}

test('a file is encrypted, viewed, edited, given another password and decrypted in place', () => {
  expect(vault('encrypt --vault-password-file pw file')).toEqual({ status: 0, out: '' })
  expect(read('file')).toMatch(/^\$ANSIBLE_VAULT;1\.1;AES256\n/)
  expect(vault('view --vault-password-file pw file').out).toBe('a: b\n')
  const env = { EDITOR: 'sed -i s/b/changed/' }
  expect(vault('edit --vault-password-file pw file', { env }).status).toBe(0)
  expect(vault('rekey --vault-password-file pw --new-vault-id prod@pw2 file').status).toBe(0)
  expect(read('file')).toMatch(/^\$ANSIBLE_VAULT;1\.2;AES256;prod\n/)
  expect(vault('decrypt file', { env: { ANSIBLE_VAULT_PASSWORD_FILE: 'pw2' } }).status).toBe(0)
  expect(read('file')).toBe('a: changed\n')
})

test('an edit that changes nothing, or whose editor fails, leaves the file as it is', () => {
  vault('encrypt --vault-password-file pw other')
  const before = read('other')
  expect(vault('edit --vault-password-file pw other', { env: { EDITOR: 'true' } }).status).toBe(0)
  expect(vault('edit --vault-password-file pw other', { env: { EDITOR: 'false' } })).toMatchObject({ status: 1 })
  expect(read('other')).toBe(before)
})

test('a password may be printed by a program, which is told the vault id that it is a client for', () => {
  writeFileSync(join(folder, 'pw-client'), '#!/bin/sh\necho "$*"\n', { mode: 0o755 })
  const { out } = vault('encrypt-string --vault-id dev@./pw-client --name key', { input: 'text' })
  expect(out).toMatch(/^!vault \|\n {10}\$ANSIBLE_VAULT;1\.2;AES256;dev\n/)
  const value = `${out
    .split('\n')
    .slice(1)
    .map(line => line.trim())
    .join('\n')}\n`
  writeFileSync(join(folder, 'value'), value)
  writeFileSync(join(folder, 'pw-of-dev'), '--vault-id dev\n')
  expect(vault('view --vault-password-file pw-of-dev value').out).toBe('text')
})

test('standard input goes to standard output; a new file is for its owner alone', () => {
  const { out } = vault('encrypt --vault-password-file pw', { input: 'x' })
  expect(out).toMatch(/^\$ANSIBLE_VAULT/)
  writeFileSync(join(folder, 'in'), out)
  expect(vault('decrypt --vault-password-file pw --output new in').status).toBe(0)
  expect(read('new')).toBe('x')
  expect(statSync(join(folder, 'new')).mode & 0o777).toBe(0o600)
})

test.each([
  ['encryptt file', '"encryptt" is not a vault command'],
  ['view --vault-password-file pw pw2', 'pw2 is not encrypted by ansible-vault'],
  ['view --vault-password-file pw nope', 'nope cannot be read'],
  ['view --vault-password-file nope in', 'gives no vault password: it does not exist'],
  ['view --vault-password-file pw2 in', 'No given vault password decrypts this'],
  ['encrypt --vault-id a@pw --vault-id b@pw2 pw', 'several vault passwords are given (a, b)'],
  ['encrypt --vault-password-file pw in', 'in is encrypted already'],
])('`swk vault %s` is refused', (line, why) => {
  const { status, out } = vault(line)
  expect(status).toBe(1)
  expect(out).toContain(why)
})
