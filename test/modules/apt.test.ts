import { expect, it, test } from 'vitest'
import apt from '../../modules/apt.ts'
import { changes, faults, parsed } from './support.ts'

const installed = { 'package:htop': { installed: true, version: '3.2.2-2', candidate: '3.2.2-2', latest: true } }
const fresh = (age: number | null) => ({ 'apt-cache:': { age } })

test.each([
  ['is there', { name: 'htop' }, installed, []],
  ['is missing', { name: ['htop', 'tmux'] }, installed, [{ kind: 'package', id: 'tmux', state: { installed: true } }]],
  [
    'is of another version',
    { name: 'htop=3.0-1' },
    installed,
    [{ id: 'htop', state: { installed: true, version: '3.0-1' } }],
  ],
  ['is of this version', { name: 'htop=3.2.2-2' }, installed, []],
  [
    'shall go',
    { name: 'htop', state: 'absent', purge: true },
    installed,
    [{ id: 'htop', state: null, how: { purge: true } }],
  ],
  ['is gone', { name: 'tmux', state: 'absent' }, installed, []],
  [
    'is removed, with configuration that is to go',
    { name: 'tmux', state: 'absent', purge: true },
    { 'package-remains:tmux purge': { status: 'config-files' } },
    [{ kind: 'package-remains', id: 'tmux purge', state: null }],
  ],
  [
    'is removed, with configuration that may stay',
    { name: 'tmux', state: 'absent' },
    { 'package-remains:tmux purge': { status: 'config-files' } },
    [],
  ],
  [
    'is half configured, and to go',
    { name: 'tmux', state: 'absent' },
    { 'package-remains:tmux': { status: 'half-configured' } },
    [{ kind: 'package-remains', id: 'tmux', state: null }],
  ],
  ['is the latest', { name: 'htop', state: 'latest' }, installed, []],
  [
    'can be upgraded',
    { name: 'htop', state: 'latest' },
    { 'package:htop': { installed: true, version: '1', candidate: '2' } },
    [{ state: { installed: true, version: '2' } }],
  ],
  [
    'comes without recommended ones',
    { pkg: 'tmux', install_recommends: 'no' },
    {},
    [{ id: 'tmux', how: { recommends: false } }],
  ],
  [
    'comes from another release',
    { name: 'tmux', default_release: 'bookworm-backports', allow_change_held_packages: true },
    {},
    [{ id: 'tmux', how: { release: 'bookworm-backports', held: true } }],
  ],
  [
    'comes from a repository without a signature, and must remove none',
    { name: 'tmux', allow_unauthenticated: true, fail_on_autoremove: true },
    {},
    [{ id: 'tmux', how: { keep: true, unsigned: true } }],
  ],
  ['comes from no release of its own', { name: 'tmux', default_release: '' }, {}, [{ id: 'tmux', how: {} }]],
  ['shall go, whatever its version', { name: 'htop=9', state: 'absent' }, installed, [{ id: 'htop', state: null }]],
  ['is not installed, and only to be upgraded', { name: ['htop', 'tmux'], only_upgrade: true }, installed, []],
])('a package %s', (_, args, world, expected) => expect(changes(apt, args, world)).toMatchObject(expected))

test.each([
  [
    'is fetched before something is installed',
    { name: 'tmux', update_cache: true },
    { ...installed, ...fresh(60) },
    ['apt-cache', 'package'],
  ],
  ['is good for a while', { name: 'tmux', update_cache: true, cache_valid_time: 3600 }, fresh(60), ['package']],
  ['was never fetched', { name: 'tmux', cache_valid_time: 3600 }, fresh(null), ['apt-cache', 'package']],
  [
    'is left alone where nothing is to be installed',
    { name: 'htop', update_cache: true },
    { ...installed, ...fresh(99999) },
    [],
  ],
  [
    'is fetched for the latest',
    { name: 'htop', state: 'latest', update_cache: true },
    { ...installed, ...fresh(9) },
    ['apt-cache'],
  ],
  ['is fetched for itself', { update_cache: true }, fresh(99999), ['apt-cache']],
])('the list of packages %s', (_, args, world, kinds) => {
  expect(changes(apt, args, world).map(want => want.kind)).toEqual(kinds)
})

it('candidates are only asked for where they matter', () => {
  const offers = [
    { kind: 'package-offer', id: '' },
    { kind: 'package-offer', id: 'htop' },
  ]
  expect(apt.reads(parsed(apt, { name: 'htop' }))).toEqual([{ kind: 'package', id: 'htop', need: 'meta' }, ...offers])
  expect(apt.reads(parsed(apt, { name: 'htop', state: 'latest' }))).toEqual([
    { kind: 'package', id: 'htop', need: 'content' },
    { kind: 'package-offer', id: '' },
    { kind: 'package-offer', id: 'htop=@latest' },
  ])
})

test.each([
  [{ name: '-o Dir=/' }, 'name.0: `-o Dir=/` is not a package'],
  [{ name: 'a;b' }, 'name.0: `a;b` is not a package'],
  [{}, ': `apt` needs packages in `name`, or `update_cache: true`. [missing-key]'],
  [{ name: '*' }, 'name: `*` is only for `state: latest`'],
  [{ name: 'htop=3.2.2-2', state: 'latest' }, 'name: A package version cannot be combined with `state: latest`.'],
  [{ state: 'build-dep' }, ': `apt` needs packages in `name`, or `update_cache: true`. [missing-key]'],
  [{ name: 'foo>=1.0' }, 'name.0: `foo>=1.0` is not a package'],
  [{ name: 'a', force: true }, 'force: This argument is not supported yet. [not-supported]'],
  [{ policy_rc_d: 101 }, 'policy_rc_d: This argument is not supported yet. [not-supported]'],
  [{ name: 'a', update_cache: 'perhaps' }, 'update_cache: Must be yes or no. [wrong-type]'],
])('refuses %j', (args, fault) => expect(faults(apt, args)[0]).toContain(fault))

test('a pattern is what matches it and is not as wanted', () => {
  const given = { name: ['htop', 'lib[ab]*'], state: 'absent' }
  const patterns = apt.reads(parsed(apt, given)).filter(({ kind }) => kind === 'managed')
  const id = patterns[0]?.id ?? ''
  expect(JSON.parse(id)).toMatchObject({ args: ['match', '^lib[ab].*$', 'absent'] })
  const world = {
    ...installed,
    'package:liba1': { installed: true, version: '1' },
    [`managed:${id}`]: { known: '9', due: 'liba1' },
  }
  expect(changes(apt, given, world)).toMatchObject([
    { id: 'htop', state: null },
    { id: 'liba1', state: null },
  ])
  const none = { name: 'nosuch*' }
  const [wanted] = apt.reads(parsed(apt, none)).filter(({ kind }) => kind === 'managed')
  expect(() => changes(apt, none, { [`managed:${wanted?.id}`]: { known: '0', due: '' } })).toThrow('no package matches')
})
