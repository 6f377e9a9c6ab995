/** Modules that are Ansible's in all but the engine: their edits as data. */
import { createHmac } from 'node:crypto'
import { expect, it, test } from 'vitest'
import command from '../../modules/command.ts'
import copy from '../../modules/copy.ts'
import cron from '../../modules/cron.ts'
import knownHosts from '../../modules/known-hosts.ts'
import replace from '../../modules/replace.ts'
import script from '../../modules/script.ts'
import setFact from '../../modules/set-fact.ts'
import stat from '../../modules/stat.ts'
import systemd from '../../modules/systemd.ts'
import { changes, faults, observe, parsed, plan } from './support.ts'

const folder = { type: 'directory', mode: '0755', owner: 'root', group: 'root' }
const file = (text: string) => ({ type: 'file', mode: '0644', owner: 'root', group: 'root', text })
const written = (module: typeof replace, args: object, world: object) =>
  changes(module, args, world as never).map(want => want.content)

test.each([
  ['old 1\nx old', { regexp: '^old' }, [' 1\nx old']],
  ['a=1\nb=2\n', { regexp: '^(\\w)=', replace: '\\1: ' }, ['a: 1\nb: 2\n']],
  ['x\nA\nx\nB\nx\n', { regexp: 'x', replace: 'y', after: 'A', before: 'B' }, ['x\nA\ny\nB\nx\n']],
  ['same\n', { regexp: 'none', replace: 'y' }, []],
])('replace in %j with %j', (text, args, expected) => {
  expect(written(replace, { path: '/f', ...args }, { 'path:/f': file(text) })).toEqual(expected)
})

it('replace says where it found nothing to look between', () => {
  const given = parsed(replace, { path: '/f', regexp: 'x', after: 'none' })
  const observed = observe(replace, given, { 'path:/f': file('x\n') } as never)
  expect(replace.result?.(given, observed, [])).toMatchObject({
    msg: 'Pattern for before/after params did not match the given file: none',
  })
})

it('set_fact names what it sets, and refuses what cannot be a name', () => {
  expect(setFact.sets?.({ a: 1, cacheable: true })).toEqual(['a'])
  const given = parsed(setFact, { a: 1, cacheable: true })
  expect(setFact.result?.(given, observe(setFact, given, {}), [])).toEqual({ ansible_facts: { a: 1 } })
  expect(faults(setFact, { 'a-b': 1 })[0]).toContain('cannot be the name of a variable')
  expect(faults(setFact, {})[0]).toContain('at least one variable')
})

it('stat reports what is not there, and who may do what', () => {
  const given = parsed(stat, { path: '/f' })
  const result = (world: object) => stat.result?.(given, observe(stat, given, world as never), [])
  expect(result({})).toEqual({ stat: { exists: false } })
  const inode = { type: 'file', mode: '0755', owner: 'root', group: 'root', size: 3, mtime: 9, sha1: 'abc' }
  expect(result({ 'inode:own /f': inode, 'path:/f': file('abc') })).toMatchObject({
    stat: { exists: true, isreg: true, isdir: false, xusr: true, wgrp: false, size: 3, mtime: 9, checksum: 'abc' },
  })
})

it('cron keeps other jobs', () => {
  const world = {
    'path:/etc/cron.d/x': file('1 * * * * root true\n#Ansible: a\n2 * * * * root a\n'),
    'path:/etc': folder,
    'path:/etc/cron.d': folder,
  }
  const args = { name: 'a', cron_file: 'x', job: 'b', special_time: 'daily' }
  expect(written(cron, args, world)).toEqual(['1 * * * * root true\n#Ansible: a\n@daily root b\n'])
  expect(written(cron, { name: 'a', cron_file: 'x', state: 'absent' }, world)).toEqual(['1 * * * * root true\n'])
})

it('cron removes a file of which only blanks are left, and names a job that is there', () => {
  const world = (text: string) => ({
    'path:/etc/cron.d/x': file(text),
    'path:/etc': folder,
    'path:/etc/cron.d': folder,
  })
  const gone = changes(
    cron,
    { name: 'a', cron_file: 'x', state: 'absent' },
    world('#Ansible: a\n* * * * * root a\n\n \t\n'),
  )
  expect(gone).toMatchObject([{ id: '/etc/cron.d/x', state: null }])
  const args = { name: 'a', cron_file: 'x', job: 'a' }
  expect(written(cron, args, world('# x\n* * * * * root a\n'))).toEqual(['# x\n#Ansible: a\n* * * * * root a\n'])
  expect(written(cron, args, world('#Ansible: a\n* * * * * root a'))).toEqual(['#Ansible: a\n* * * * * root a\n'])
})

it('cron sets a variable once, and next to another one', () => {
  const world = (text: string) => ({
    'path:/etc/cron.d/x': file(text),
    'path:/etc': folder,
    'path:/etc/cron.d': folder,
  })
  const args = { name: 'A', cron_file: 'x', env: true, value: '1' }
  expect(written(cron, args, world('A="1"\nB="2"\n'))).toEqual([])
  expect(written(cron, args, world('A="0"\nB="2"\n'))).toEqual(['A="1"\nB="2"\n'])
  expect(written(cron, { ...args, insertafter: 'B' }, world('B="2"\nC=\n'))).toEqual(['B="2"\nA="1"\nC=\n'])
  expect(() => written(cron, { ...args, insertbefore: 'Z' }, world('B="2"\n'))).toThrow("Variable named 'Z' not found.")
  expect(written(cron, { ...args, state: 'absent' }, world('A="1"\nB="2"\n'))).toEqual(['B="2"\n'])
  const given = parsed(cron, args)
  expect(cron.result?.(given, observe(cron, given, world('B="2"\n#Ansible: j\n* * * * * j\n') as never), [])).toEqual({
    jobs: ['j'],
    envs: ['A', 'B'],
    cron_file: 'x',
  })
})

test.each([
  [{ name: 'a', job: 'b', cron_file: '/etc/crontab' }, 'is not managed by'],
  [{ name: 'a', job: 'b', special_time: 'daily', hour: 3 }, 'exclude each other'],
  [{ name: 'a b', value: 'b', env: true }, 'has no spaces'],
  [{ name: 'a', job: 'b', insertafter: 'c' }, 'are for `env`'],
])('cron refuses %j', (args, message) => {
  expect(faults(cron, args).join()).toContain(message)
})

it('a script that is not run is skipped', () => {
  const sources = { file: () => Buffer.from('') }
  const given = parsed(script, { cmd: 's', creates: '/f' }, sources)
  const observed = observe(script, given, { 'path:/f': file('') } as never)
  expect(script.result?.(given, observed, [])).toEqual({ skipped: true, msg: '/f exists, matching creates option' })
  const other = parsed(script, { cmd: 's', creates: '/none', removes: '/g' }, sources)
  expect(script.result?.(other, observe(script, other, {}), [])).toEqual({
    skipped: true,
    msg: '/g does not exist, matching removes option',
  })
})

it('known_hosts finds hashed names, and removes one key or all of a host', () => {
  const hashed = '|1|d71/U7CbOH3Su+d2zxlbmiNfXtI=|g2YSPAVoK7bmg16FCOOPKTZe2BM= ssh-rsa AAAB'
  const world = (text: string) => ({ 'path:/f': file(text), 'path:/': folder })
  const edit = (args: object, text: string) => written(knownHosts, { path: '/f', ...args }, world(text))
  const name = 'h'
  const own = `|1|AAAA|${createHmac('sha1', Buffer.from('AAAA', 'base64')).update(name).digest('base64')} ssh-rsa AAAB`
  expect(edit({ name, key: 'h ssh-rsa AAAB comment' }, `${hashed}\n${own}\n`)).toEqual([])
  expect(edit({ name, key: 'h ssh-rsa AAAC' }, `${hashed}\n${own}\n`)).toEqual([`${hashed}\nh ssh-rsa AAAC\n`])
  const two = 'h ssh-rsa AAAB\nh ssh-ed25519 AAAC\n'
  expect(edit({ name, key: 'h ssh-ed25519 AAAC', state: 'absent' }, two)).toEqual(['h ssh-rsa AAAB\n'])
  expect(edit({ name, key: 'h ssh-ed25519 AAAX', state: 'absent' }, two)).toEqual([])
  expect(edit({ name, state: 'absent' }, `${two}${own}\nx ssh-rsa A\n`)).toEqual(['x ssh-rsa A\n'])
})

it('known_hosts refuses a key of another host', () => {
  expect(faults(knownHosts, { name: 'h', key: 'other ssh-ed25519 AAAA' })[0]).toContain('must start with h')
})

it('copy writes data as Python writes JSON', () => {
  const args = { content: { a: [1, 'ü'] }, dest: '/srv/x' }
  expect(written(copy, args, { 'path:/srv': folder })).toEqual(['{"a": [1, "\\u00fc"]}'])
})

it('command takes patterns, also relative to chdir', () => {
  const args = { cmd: 'x', chdir: '/srv', creates: '*.done' }
  expect(plan(command, args, { 'glob:/srv/*.done': { matches: ['/srv/a.done'] } })).toEqual([])
  expect(plan(command, args)).toHaveLength(1)
})

it('systemd starts a stopped unit that is to be reloaded, and reloads the manager alone', () => {
  const stopped = { load: 'loaded', active: 'inactive', enabled: 'enabled', gids: [], mainPid: 0, needReload: false }
  expect(changes(systemd, { name: 'x', state: 'reloaded' }, { 'unit:x.service': stopped as never })).toMatchObject([
    { kind: 'unit', state: { active: 'active' } },
  ])
  expect(changes(systemd, { daemon_reload: true }, { 'systemd-manager:': { needReload: true } })).toHaveLength(1)
  expect(faults(systemd, { state: 'started' })[0]).toContain('`name` is missing')
})
