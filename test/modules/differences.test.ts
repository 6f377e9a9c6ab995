/** Holds docs/differences.md: each test that it names exists, and what modules refuse or leave out is as it says. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ansibleModules } from '../../src/playbook/ansible-modules.ts'
import { refusedInPlays, refusedInTasks } from '../../src/playbook/parse/keywords.ts'
import { commandKind } from '../../src/resources/command.ts'
import { allModules, changes, faults, observe, parsed } from './support.ts'

const modules = new Map((await allModules()).map(module => [module.name, module]))
const named = (name: string) => {
  const module = modules.get(name)
  if (module === undefined) throw new Error(`no module ${name}`)
  return module
}
const page = readFileSync(join(import.meta.dirname, '../../docs/differences.md'), 'utf8')

test('each difference names a test that exists', () => {
  const rows = page.split('\n').filter(line => line.startsWith('| ') && !line.startsWith('| what'))
  expect(rows.length).toBeGreaterThan(15)
  for (const row of rows) {
    const [, target = 'none'] = /\]\(\.\.\/(test\/[^)]+)\) \|$/.exec(row) ?? []
    expect(existsSync(join(import.meta.dirname, '../..', target)), row).toBe(true)
  }
})

test.each([
  ['uri', { url: 'https://example.org/', validate_certs: false }, 'Certificates are always verified'],
  ['get_url', { url: 'https://example.org/', dest: '/x', validate_certs: false }, 'Certificates are always verified'],
  ['uri', { url: 'https://example.org/', method: 'POST', dest: '/x' }, '`dest` is for GET only'],
  ['unarchive', { src: 'https://example.org/a.tar', dest: '/b' }, 'A URL needs `remote_src: true`'],
  ['pause', {}, 'A pause until someone presses a key is not supported.'],
  ['file', { path: '/x', state: 'link', src: '/y', owner: 'a', follow: false }, 'of a link itself'],
  ['get_url', { url: 'https://example.org/x', dest: '/x', headers: { a: 'b' } }, 'headers: This argument is not'],
  ['get_url', { url: 'https://example.org/x', dest: '/x', ciphers: ['x'] }, 'ciphers: This argument is not'],
  ['get_url', { url: 'https://example.org/x', dest: '/x', use_gssapi: true }, 'use_gssapi: This argument is not'],
  ['postgresql_db', { name: 'x', login_host: 'db.example.org' }, 'reached over its UNIX socket'],
])('%s refuses %j', (name, args, message) => {
  expect(faults(named(name), args).join('\n')).toContain(message)
})

test.each(['expect', 'iptables', 'dnf'])('%s is refused by name', name => {
  expect(ansibleModules.has(name.replaceAll('_', '-'))).toBe(true)
  expect(modules.has(name)).toBe(false)
})

test.each([...Object.keys(refusedInPlays), ...Object.keys(refusedInTasks)].filter(key => key !== 'include'))(
  'the keyword %s, which is refused, is on the page',
  key => {
    expect(page).toContain(`\`${key}\``)
  },
)

test('`backup_file` is not registered', () => {
  const lineinfile = named('lineinfile')
  const given = parsed(lineinfile, { path: '/x', line: 'a', backup: true })
  const file = { type: 'file', text: '', owner: 'root', group: 'root', mode: '0644' }
  const result = lineinfile.result?.(given, observe(lineinfile, given, { 'path:/x': file }), []) ?? {}
  expect(result.backup_file ?? '').toBe('')
})

test('known_hosts writes the file of all users', () => {
  const given = parsed(named('known_hosts'), { name: 'h', key: 'h ssh-rsa A' })
  expect(named('known_hosts').reads(given)[0]).toMatchObject({ id: '/etc/ssh/ssh_known_hosts' })
})

test('output of a command that was cut is not registered', () => {
  const reply = { rc: 0, stdout: Buffer.from('a'), stderr: Buffer.from(''), cut: true }
  expect(commandKind.result?.([reply])).toEqual({ rc: 0, msg: expect.stringContaining('larger than 1 MiB') })
})

test('stat takes two checksums, and registers what an inode has', () => {
  const stat = named('stat')
  expect(faults(stat, { path: '/x', checksum_algorithm: 'md5' }).join()).toContain('Only sha1 and sha256')
  const inode = { type: 'file', mode: '0644', owner: 'root', group: 'root', size: 1, sha1: 'a' }
  const given = parsed(stat, { path: '/x' })
  const result = stat.result?.(given, observe(stat, given, { 'inode:own /x': inode, 'path:/x': inode }), [])
  expect(result).toMatchObject({ stat: { exists: true, checksum: 'a' } })
  for (const key of ['mimetype', 'charset', 'attributes', 'version']) expect(result?.stat).not.toHaveProperty(key)
})

test('a link takes no place of a directory', () => {
  const file = named('file')
  const given = parsed(file, { path: '/x', src: '/y', state: 'link', force: true })
  const world = { 'path:/x': { type: 'directory', owner: 'root', group: 'root', mode: '0755' } }
  expect(() => file.plan(given, observe(file, given, world))).toThrow('a link cannot replace it')
})

test('slurp reads text', () => {
  const slurp = named('slurp')
  const binary = { type: 'file', text: null, owner: 'root', group: 'root', mode: '0644' }
  const given = parsed(slurp, { src: '/x' })
  expect(() => slurp.plan(given, observe(slurp, given, { 'path:/x': binary }))).toThrow()
})

test('`backup` is accepted', () => {
  for (const name of ['copy', 'template', 'lineinfile', 'blockinfile', 'replace', 'assemble'])
    expect(faults(named(name), { backup: true }).join('\n')).not.toContain('backup')
})

test('a query that only reads is no change, another is one', () => {
  const query = named('postgresql_query')
  const args = { query: 'SELECT 1 AS one' }
  const [ref] = query.reads(query.args.parse(args))
  const world = { [`${ref?.kind}:${ref?.id}`]: { server: 'present', json: '[{"one": 1}]' } }
  expect(changes(query, args, world)).toEqual([])
  const given = query.args.parse(args)
  expect(query.result?.(given, observe(query, given, world), [])).toMatchObject({
    query_result: [{ one: 1 }],
    rowcount: 1,
  })
  expect(changes(query, { query: 'WITH a AS (DELETE FROM b RETURNING 1) SELECT * FROM a' })).toHaveLength(1)
  expect(changes(query, { query: 'DELETE FROM a' })).toHaveLength(1)
})

test('times of a command are those of the machine that runs swk', () => {
  const started = Date.UTC(2026, 0, 2, 3, 4, 5, 6)
  const reply = {
    rc: 0,
    stdout: Buffer.from('a\n'),
    stderr: Buffer.from(''),
    times: { started, ended: started + 61_007 },
  }
  expect(commandKind.result?.([reply])).toMatchObject({
    start: '2026-01-02 03:04:05.006000',
    end: '2026-01-02 03:05:06.013000',
    delta: '0:01:01.007000',
    stdout: 'a',
  })
})

test('results without groups of a match', () => {
  const wait = named('wait_for')
  const waited = wait.args.parse({ path: '/x', search_regex: '(a)' })
  expect(wait.result?.(waited, observe(wait, waited, {}), [])).toMatchObject({ match_groups: [] })
})
