/** Modules that are Ansible's in all but the engine: their edits as data. */
import { expect, it, test } from 'vitest'
import command from '../../modules/command.ts'
import copy from '../../modules/copy.ts'
import cron from '../../modules/cron.ts'
import knownHosts from '../../modules/known-hosts.ts'
import replace from '../../modules/replace.ts'
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
