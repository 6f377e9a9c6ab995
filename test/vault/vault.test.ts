/** Ansible Vault, against files that ansible-vault 2.18 has written; the other way is a part of `npm run language`. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { forgetSecrets, holdsSecret } from '../../src/secret/index.ts'
import { decrypt, encrypt, type Keyring, withKeyring } from '../../src/vault/index.ts'
import { loadDefinitions, valuesOf } from '../../src/yaml/definitions.ts'
import { loadSource } from '../../src/yaml/source.ts'
import { brief, caught } from '../errors/caught.ts'
import { folderWith } from '../inventory/folder.ts'
import { load, play, resolved } from '../playbook/project-in.ts'

const fixtures = join(import.meta.dirname, 'fixtures')
const read = (name: string) => readFileSync(join(fixtures, name), 'utf8')
const key = (password: string, label = 'default') => ({ label, password: Buffer.from(password) })
const horse = key('correct horse')
const both: Keyring = [horse, key('staple', 'prod')]

afterEach(forgetSecrets)

describe('what ansible-vault wrote', () => {
  test.each([
    ['1.1', 'file.yaml', 'db_password: hunter2-from-a-file\n'],
    ['1.2 with a vault id', 'labelled.yaml', 'prod_password: umlaut-ä-and-text\n'],
  ])('format %s is read', (_, name, expected) => {
    expect(decrypt(read(name), both).toString()).toBe(expected)
  })

  test('bytes are what they were', () => {
    const plain = decrypt(read('binary'), [horse]) as Buffer
    expect(plain).toHaveLength(300)
  })

  test('a password is tried whatever its vault id is', () => {
    expect(decrypt(read('labelled.yaml'), [key('staple')]).toString()).toContain('umlaut')
  })

  test.each([
    ['no password', [], 'A vault password is needed to decrypt this (vault id `prod`); none was given.'],
    ['a wrong one', [key('x')], 'No given vault password decrypts this (vault id `prod`); tried default.'],
  ])('%s is said', (_, keyring, message) => {
    expect(decrypt(read('labelled.yaml'), keyring)).toMatchObject({ message })
  })
})

test.each([
  ['another version', '$ANSIBLE_VAULT;1.0;AES256\n00\n', 'has the format 1.0; expected 1.1 or 1.2'],
  ['another cipher', '$ANSIBLE_VAULT;1.1;AES\n00\n', 'has the cipher AES; expected AES256'],
  ['damage', '$ANSIBLE_VAULT;1.1;AES256\n6162\n', 'is damaged'],
])('%s is refused', (_, text, why) => {
  expect(decrypt(text, both)).toMatchObject({ message: expect.stringContaining(why) })
})

test('a changed text is not decrypted', () => {
  const text = encrypt(Buffer.from('x'), horse)
  const last = text.trimEnd().slice(-1)
  expect(decrypt(`${text.trimEnd().slice(0, -1)}${last === '0' ? '1' : '0'}\n`, [horse])).toHaveProperty('message')
})

test.each([0, 1, 15, 16, 17, 5000])('%i bytes are encrypted and decrypted', size => {
  const plain = Buffer.alloc(size, 7)
  const text = encrypt(plain, key('p', 'dev'))
  expect(text.split('\n')[0]).toBe('$ANSIBLE_VAULT;1.2;AES256;dev')
  expect(decrypt(text, [key('p')])).toEqual(plain)
})

describe('variables', () => {
  test('of an encrypted file are secrets that do not show themselves', () => {
    const values = withKeyring(both, () => valuesOf(loadDefinitions(join(fixtures, 'file.yaml'))))
    expect(JSON.stringify(values)).toBe('{"db_password":"<secret>"}')
    expect(`${values.db_password}`).toBe('<secret>')
  })

  test('of a file without its password are an error at its first line', () => {
    expect(caught(() => loadSource(join(fixtures, 'file.yaml'))).map(brief)[0]).toMatch(/^vault-locked 1:1 /)
  })

  test('that are encrypted one by one reach tasks, templates and conditions', async () => {
    const project = await load(
      play(
        '- copy: { content: "{{ inline }}", dest: /a }\n- template: { src: t.j2, dest: /b }\n- debug: { msg: "{{ key | length }}" }\n  when: inline.startswith("an")',
        'vars_files: [values.yaml]\n',
      ),
      { 'values.yaml': read('values.yaml'), 'templates/t.j2': 'a\n{{ inline | b64encode }}\n' },
      { vault: both },
    )
    const [copy, template, debug] = resolved(project) as Record<string, unknown>[]
    expect(copy?.content).toBe('an inline secret')
    const encoded = Buffer.from('an inline secret').toString('base64')
    expect(template?.content).toBe(`a\n${encoded}\n`)
    expect(debug?.msg).toBe('19')
    expect([holdsSecret('x an inline secret'), holdsSecret(encoded), holdsSecret('a\nb')]).toEqual([true, true, false])
  })

  test('of group_vars and inventory, files and templates are decrypted', async () => {
    const project = await load(
      play(
        '- copy: { src: binary, dest: /a }\n- template: { src: t.j2, dest: /b }\n- debug: { msg: "{{ db_password }} {{ own }}" }',
      ),
      {
        'files/binary': read('binary'),
        'templates/t.j2': encrypt(Buffer.from('{{ 1 + 1 }}'), horse),
        'group_vars/web/vault.yaml': read('file.yaml'),
        'hosts.yaml': encrypt(Buffer.from('web: { hosts: { a1: { own: inventory } } }'), horse),
      },
      { vault: both },
    )
    const [copy, template, debug] = resolved(project) as Record<string, unknown>[]
    expect(copy?.content).toHaveLength(300)
    expect([template?.content, debug?.msg]).toEqual(['2', 'hunter2-from-a-file inventory'])
  })

  test('whose password is missing are an error where they are written, if something uses them', async () => {
    const files = { 'values.yaml': read('values.yaml') }
    const using = load(play('- debug: { msg: "{{ inline }}" }', 'vars_files: [values.yaml]\n'), files)
    await expect(using).rejects.toMatchObject({
      diagnostics: [{ code: 'vault-locked', place: { line: 2, file: expect.stringMatching(/values.yaml$/) } }],
    })
    await load(play('- debug: { msg: "{{ plain }}" }', 'vars_files: [values.yaml]\n'), files)
  })

  test('an encrypted become_password is the one that is used', async () => {
    const value = encrypt(Buffer.from('sudo-pw'), horse).trimEnd().replaceAll('\n', '\n      ')
    const inventory = `web:\n  vars:\n    ansible_become_password: !vault |\n      ${value}\n  hosts: { a1: }\n`
    const project = await load(play('- debug:'), { 'hosts.yaml': inventory }, { vault: both })
    expect(project.inventory.hosts.get('a1')?.vars.ansible_become_password).toBe('sudo-pw')
  })

  test('an error in an encrypted file does not show its lines', () => {
    const folder = folderWith({ 'a.yaml': encrypt(Buffer.from('pw: hunter2\npw: x\n'), horse) })
    const [fault] = caught(() => withKeyring(both, () => loadSource(join(folder, 'a.yaml'))))
    expect([fault?.place?.line, fault?.place?.source]).toEqual([2, undefined])
  })
})
