/** What the things with a program of their own leave unknown in a check. */
import { expect, test } from 'vitest'
import type { State } from '../../src/resources/kind.ts'
import { managedKind } from '../../src/resources/managed/index.ts'
import { managed } from '../../src/resources/managed/spec.ts'
import { pathKind } from '../../src/resources/path/index.ts'

test('a home that an account lacked holds what /etc/skel has, and nothing else', () => {
  const ref = managed({ program: 'account', title: 'set the password of ann', args: ['ann', '/home/ann'] })
  const change = (state: State) => ({ want: { ...ref, state }, before: { home: 'no' }, after: state })
  const obscures = (kind: string, state: State): boolean | undefined =>
    managedKind.obscures?.(change(state), { kind, id: '/home/ann/.ssh/authorized_keys' }, () => undefined)
  expect(obscures('path', { home: 'yes' })).toBe(false)
  expect(obscures('glob', { home: 'yes' })).toBe(true)
  expect(obscures('glob', { hash: 'x' })).toBe(false)
  const look = (id: string, kind?: string) =>
    kind === 'user' && id === 'ann' ? { home: '/home/ann', group: 'ann' } : null
  const follow = (id: string) => pathKind.follows?.(change({ home: 'yes' }), id, null, look)
  expect(follow('/home/ann/.bashrc')).toBe('unknown')
  expect(follow('/home/ann/.ssh/authorized_keys')).toBeUndefined()
})

test('what is written with other options is the same thing', () => {
  const mount = (how: string) => managed({ program: 'mount', title: how, args: ['/m'], options: [how] })
  const change = { want: { ...mount('unmounted'), state: { mounted: 'no' } }, before: null, after: null }
  const follow = (id: string) => managedKind.follows?.(change, id, { mounted: 'yes' }, () => null)
  expect(follow(mount('mounted').id)).toEqual({ mounted: 'no' })
  expect(follow(managed({ program: 'mount', title: '', args: ['/n'] }).id)).toBeUndefined()
})

test('a key that a task makes has an owner and a mode for the next one', () => {
  const key = (mode: string) =>
    managed({ program: 'openssl', title: 'key', args: ['key', '/k'], options: ['', '', mode] })
  const want = { ...key('0600'), state: { right: 'yes' } }
  const after = managedKind.merge?.(null, want.state, want.id) ?? null
  expect(after).toEqual({ right: 'yes', owner: 'root', group: 'root', mode: '0600' })
  expect(managedKind.follows?.({ want, before: null, after }, key('0644').id, null, () => null)).toEqual(after)
})

test('a key of another type is not right for a task that wants its own', () => {
  const key = (...from: readonly string[]) =>
    managed({ program: 'openssl', title: 'key', args: ['key', '/k', ...from] })
  const want = { ...key('RSA', '2048', '', ''), state: { right: 'yes' } }
  const follow = (...from: readonly string[]) =>
    managedKind.follows?.({ want, before: null, after: want.state }, key(...from).id, null, () => null)
  expect(follow('ED25519', '', '', '')).toEqual({ right: 'no' })
  expect(follow('RSA', '2048', '', 'keep')).toEqual({ right: 'yes' })
  expect(follow('RSA', '4096', '', 'keep')).toEqual({ right: 'yes' })
})

test('nothing is right without the key that has signed it', () => {
  const made = (what: string) => managed({ program: 'openssl', title: what, args: [what, '/c', '/k', 'sha256', ''] })
  const gone = { want: { kind: 'path', id: '/k', state: null }, before: { type: 'file', sha256: 'a' }, after: null }
  const follow = (what: string, state: { readonly right: string } | null) =>
    managedKind.follows?.(gone, made(what).id, state, () => null)
  expect(follow('csr', { right: 'yes' })).toEqual({ right: 'no' })
  expect(follow('certificate', null)).toBeUndefined()
  expect(follow('pipe', { right: 'yes' })).toBeNull()
})

test('what a new thing is read as is not known to a task that writes it otherwise', () => {
  const role = (how: string) => managed({ program: 'postgresql', title: how, args: ['role', 'r'], options: [how] })
  const want = { ...role('LOGIN'), state: { login: 'yes' } }
  expect(managedKind.follows?.({ want, before: null, after: want.state }, role('').id, null, () => null)).toBe(
    'unknown',
  )
})

test('a directory that another task makes or changes, under any of its names, is foreseen with its mode', () => {
  const tree = managed({ program: 'recurse', title: 'all', args: ['/a/link/d', 'root', '', '0755'] })
  const look = (id: string) => (id === '/a/link' ? { type: 'directory', resolved: '/real' } : null)
  const follow = (before: State | null, after: State | null, state: State | null) =>
    managedKind.follows?.({ want: { kind: 'path', id: '/real/d', state: after }, before, after }, tree.id, state, look)
  const directory = (mode: string): State => ({ type: 'directory', owner: 'root', group: 'root', mode })
  expect(follow(null, directory('0600'), null)).toEqual({ right: 'yes', modes: 'd600 ', counts: 'd600*1 ' })
  const one = { right: 'yes', modes: 'd600 ', counts: 'd600*1 ' }
  expect(follow(directory('0600'), directory('0755'), one)).toEqual({
    right: 'yes',
    modes: 'd755 ',
    counts: 'd755*1 ',
  })
  expect(follow(directory('0600'), null, one)).toBeNull()
})

test('a file of a tree that changes or goes leaves the modes of the others', () => {
  const tree = managed({ program: 'recurse', title: 'all', args: ['/d', 'root', '', '0755'] })
  const follow = (before: State | null, after: State | null) =>
    managedKind.follows?.(
      { want: { kind: 'path', id: '/d/f', state: after }, before, after },
      tree.id,
      { right: 'yes', modes: 'd755 f600 ', counts: 'd755*1 f600*2 ' },
      () => null,
    )
  const file = (mode: string, owner = 'root'): State => ({ type: 'file', owner, group: 'root', mode })
  const left = (counts: string) => ({ right: 'yes', modes: counts.replace(/\*\d/g, ''), counts })
  expect(follow(file('0600'), file('0644'))).toEqual(left('d755*1 f600*1 f644*1 '))
  expect(follow(file('0600'), null)).toEqual(left('d755*1 f600*1 '))
  expect(follow(null, file('0600'))).toEqual(left('d755*1 f600*3 '))
  expect(follow(file('0600'), { type: 'link' })).toEqual({ ...left('d755*1 f600*1 '), right: 'no' })
  expect(follow(file('0600'), file('0600', 'toya'))).toEqual({ ...left('d755*1 f600*2 '), right: 'no' })
  // Another one may not have been right either, or may be another name of it.
  expect(follow(file('0600', 'toya'), file('0600'))).toBe('unknown')
  expect(follow({ ...file('0600'), inode: '1:2' }, null)).toBe('unknown')
  expect(follow({ ...file('0755'), type: 'directory' }, null)).toBe('unknown')
})

test('all paths of a tree, by any of its names, have the owner and the mode that it is given', () => {
  const file = { type: 'file', owner: 'root', group: 'root', mode: '0644' }
  const after = (args: readonly string[], id: string, state: State | null) => {
    const tree = managed({ program: 'recurse', title: 'all', args: ['/a/link', ...args] })
    const change = { want: { ...tree, state: { right: 'yes' } }, before: null, after: {} }
    const states = new Map<string, State | null>([
      ['/a/link', { type: 'directory', resolved: '/real' }],
      [id, state],
    ])
    const look = (name: string) => states.get(name)
    const isObscured = managedKind.obscures?.(change, { kind: 'path', id }, look)
    return isObscured ? 'unknown' : pathKind.follows?.(change, id, state, look)
  }
  const made = { type: 'file', owner: 'root', group: 'toyas', mode: '0600' }
  for (const id of ['/real/e', '/a/link/e']) expect(after(['root', 'toyas', '0600'], id, file)).toEqual(made)
  expect(after(['root', 'toyas', '0600'], '/other', file)).toBeUndefined()
  expect(after(['root', 'toyas', '0600'], '/real/none', null)).toBeUndefined()
  expect(after(['root', 'toyas', '0600'], '/other', { ...file, inode: '1:2' })).toBe('unknown')
  expect(after(['', '', 'u+x,g=u'], '/real/e', file)).toEqual({ ...file, mode: '0764' })
  expect(after(['', '', 'g+w'], '/real/e', { ...file, mode: '4755' })).toEqual({ ...file, mode: '4775' })
  // What an access control list, a number or a program of another user makes of it is not said.
  expect(after(['toya', '', 'g+w'], '/real/e', { ...file, mode: '4755' })).toBe('unknown')
  expect(after(['', '', '0600'], '/real/e', { ...file, list: 'm::6' })).toBe('unknown')
  expect(after(['5', '', ''], '/real/e', file)).toBe('unknown')
  expect(after(['toya', '', ''], '/real/e', { ...file, mode: '4755' })).toBe('unknown')
})

test('a link that goes takes with it what is reached through it, and nothing else', () => {
  const follow = (path: string) => {
    const tree = managed({ program: 'recurse', title: 'all', args: [path, 'root', '', ''] })
    const look = (id: string) => (id === '/a' || id === '/d' ? { type: 'directory', resolved: '/real' } : null)
    const change = { want: { kind: 'path', id: '/a', state: null }, before: { type: 'link' }, after: null }
    return managedKind.follows?.(change, tree.id, { right: 'yes' }, look)
  }
  expect(follow('/d/x')).toBeUndefined()
  expect(follow('/real/x')).toBeUndefined()
  expect(follow('/a/x')).toBeNull()
})

test('a directory is no key', () => {
  const key = managed({ program: 'apt-key', title: '', args: ['', '/etc/apt/keyrings/t.gpg', '/srv/key', ''] })
  const follow = (type: string) =>
    managedKind.follows?.(
      { want: { kind: 'path', id: '/srv/key', state: { type } }, before: null, after: { type } },
      key.id,
      { key: 'present', id: '1' },
      () => null,
    )
  expect(follow('directory')).toMatchObject({ unusable: 'yes' })
  expect(follow('link')).toBe('unknown')
})

test('what an archive brings is unknown to a copy from there, and to no other', () => {
  const archive = managed({ program: 'archive', title: '', args: ['/a.tar', '/srv/d', '', ''] })
  const change = { want: { ...archive, state: { right: 'yes' } }, before: { right: 'no' }, after: { right: 'yes' } }
  const follow = (...args: readonly string[]) =>
    managedKind.follows?.(change, managed({ program: 'copy', title: '', args }).id, { target: '/e' }, () => null)
  expect(follow('/srv/d/x', '/e')).toBe('unknown')
  expect(follow('/x', '/srv/d')).toBe('unknown')
  expect(follow('/srv/other', '/e')).toBeUndefined()
})

test('privileges in a database that a task makes, and to a role, are unknown before', () => {
  const of = (...args: readonly string[]) => managed({ program: 'postgresql', title: '', args })
  const login = ['postgres', '5432'] as const
  const privs = of('privs', ...login, 'synapse', 'public', 'schema', 'monitor', 'USAGE', 'public').id
  const follow = (made: ReturnType<typeof of>, id: string) =>
    managedKind.follows?.(
      { want: { ...made, state: { exists: 'yes' } }, before: { server: 'present' }, after: {} },
      id,
      { server: 'present' },
      () => null,
    )
  expect(follow(of('db', ...login, 'postgres', 'synapse'), privs)).toBe('unknown')
  expect(follow(of('user', ...login, 'postgres', 'monitor'), privs)).toBe('unknown')
  expect(follow(of('user', ...login, 'postgres', 'synapse'), privs)).toBeUndefined()
  expect(
    follow(of('user', ...login, 'postgres', 'synapse'), of('db', ...login, 'postgres', 'synapse').id),
  ).toBeUndefined()
})

test('a server that an earlier task starts may answer', () => {
  const role = managed({ program: 'postgresql', title: '', args: ['user', 'postgres', '5432', 'postgres', 'r'] })
  const want = { kind: 'unit', id: 'postgresql.service', state: { active: 'active' } }
  const follow = (state: State | null) =>
    managedKind.follows?.(
      { want, before: { active: 'inactive' }, after: { active: 'active' } },
      role.id,
      state,
      () => null,
    )
  expect(follow(null)).toBe('unknown')
  expect(follow({ server: 'present' })).toBeUndefined()
})

test('a repository that cannot be reached may be once its host is known', () => {
  const { id } = managed({
    program: 'checkout',
    title: '',
    args: ['git@example.org:x.git', '/srv/x', 'main', 'origin'],
  })
  const after = { type: 'file', sha256: 'a' }
  const follow = (path: string, state: { readonly [field: string]: string }) =>
    managedKind.follows?.(
      { want: { kind: 'path', id: path, state: after }, before: null, after },
      id,
      state,
      () => null,
    )
  expect(follow('/root/.ssh/known_hosts', { remote: '' })).toBe('unknown')
  expect(follow('/etc/ssh/ssh_known_hosts', { git: 'yes' })).toBe('unknown')
  expect(follow('/root/.ssh/known_hosts', { remote: 'a1' })).toBeUndefined()
  expect(follow('/etc/motd', { git: 'yes' })).toBeUndefined()
})

test('an archive whose program comes with a package is not refused', () => {
  const { id } = managed({ program: 'archive', title: '', args: ['/a.zip', '/srv', '', ''] })
  const change = { want: { kind: 'package', id: 'unzip', state: {} }, before: null, after: { installed: true } }
  expect(managedKind.follows?.(change, id, { src: 'present', tool: 'unzip' }, () => null)).toBe('unknown')
  expect(managedKind.follows?.(change, id, { src: 'present', right: 'no' }, () => null)).toBeUndefined()
})
