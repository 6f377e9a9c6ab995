/** What another user than root may not do, as owners and modes tell. */
import { expect, test } from 'vitest'
import type { Look, State, Writer } from '../../src/resources/kind.ts'
import { pathKind } from '../../src/resources/path/index.ts'
import { forbidToWriter } from '../../src/resources/path/permits.ts'

const admin: Writer = { owner: 'admin', group: 'admin', groups: ['admin', 'www-data'] }
const directory = (owner: string, mode: string, group = owner): State => ({ type: 'directory', owner, group, mode })
const file = (owner: string, mode = '0644', group = owner): State => ({ type: 'file', owner, group, mode, sha256: 'a' })
const inside =
  (own: State): Look =>
  id =>
    id === '/srv/a' ? own : id === '/srv' ? directory('root', '0755') : undefined

const writes = (own: State, before: State | null, more: State = {}): string | undefined => {
  const after = { ...(before ?? file('admin')), sha256: 'b', ...more }
  const want = { kind: 'path', id: '/srv/a/f', state: { sha256: 'b' }, content: 'b' }
  return forbidToWriter({ want, before, after }, inside(own), admin)?.message
}

test('a file is written where the directory may be written and no other owner is kept', () => {
  expect(writes(directory('admin', '0755'), null)).toBeUndefined()
  expect(writes(directory('root', '0755'), null)).toBe('admin may not write in /srv/a')
  expect(writes(directory('root', '0775', 'www-data'), null)).toBeUndefined()
  expect(writes(directory('admin', '0755'), file('root'))).toBe('admin may not make root the owner of /srv/a/f')
  expect(writes(directory('admin', '0755'), file('admin', '0640', 'root'))).toMatch(/is not in the group root/)
  expect(writes(directory('admin', '0755'), file('daemon', '0600'))).toBe('admin may not read /srv/a/f')
})

test('an access control list lets in whom it names, as far as the mode of the group goes', () => {
  expect(writes(directory('root', '0770'), null)).toBe('admin may not enter /srv/a')
  expect(writes(directory('root', '0775'), null)).toBe('admin may not write in /srv/a')
  const listed = (list: string, mode = '0775'): string | undefined => writes({ ...directory('root', mode), list }, null)
  expect(listed('g::7,u:admin:7,m::7,')).toBeUndefined()
  expect(listed('g::7,u:daemon:7,m::7,')).toBe('admin may not write in /srv/a')
  expect(listed('g::5,g:www-data:7,m::7,')).toBeUndefined()
  expect(listed('g::7,u:admin:7,m::5,', '0755')).toBe('admin may not write in /srv/a')
  expect(listed('?')).toBeUndefined()
  const secret = { ...file('admin', '0640', 'root'), owner: 'root', list: 'g::4,u:admin:4,m::4,' }
  expect(writes(directory('admin', '0755'), secret, { owner: 'admin', group: 'admin' })).toBeUndefined()
})

test('a directory that may not be entered bars all in it', () => {
  expect(writes(directory('root', '0700'), file('admin'))).toBe('admin may not enter /srv/a')
})

test('what others own stays in a sticky directory', () => {
  const removal = { want: { kind: 'path', id: '/srv/a/f', state: null }, before: file('root'), after: null }
  expect(forbidToWriter(removal, inside(directory('root', '1777')), admin)?.message).toMatch(/sticky/)
  expect(forbidToWriter(removal, inside(directory('root', '0777')), admin)).toBeUndefined()
})

test('only the owner of a file sets its mode, and gives it to an own group', () => {
  const sets = (before: State, more: State): string | undefined => {
    const change = { want: { kind: 'path', id: '/srv/a/f', state: more }, before, after: { ...before, ...more } }
    return forbidToWriter(change, inside(directory('root', '0755')), admin)?.message
  }
  expect(sets(file('root'), { mode: '0600' })).toBe('admin does not own /srv/a/f')
  expect(sets(file('admin'), { mode: '0600' })).toBeUndefined()
  expect(sets(file('admin'), { group: 'www-data' })).toBeUndefined()
  expect(sets(file('admin'), { group: 'root' })).toMatch(/is not in the group root/)
  expect(sets(file('admin'), { owner: 'root' })).toBe('admin may not make root the owner of /srv/a/f')
})

test('chmod sets what an access control list grants at most, which is told', () => {
  const warn = (before: State, mode: string): string | undefined =>
    pathKind.warn?.(
      { want: { kind: 'path', id: '/srv/f', state: { mode } }, before, after: { ...before, mode } },
      () => null,
    )
  const listed = { ...file('root', '0660'), list: 'g::6,u:admin:6,m::6,' }
  expect(warn(listed, '0600')).toBe(
    '/srv/f has an access control list; with mode 0600 it grants at most what the group may do',
  )
  expect(warn(listed, '0664')).toBeUndefined()
  expect(warn(file('root', '0660'), '0600')).toBeUndefined()
})
