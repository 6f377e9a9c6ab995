/** What lies in a directory that is held, and what lies in a mount point. */
import { expect, test } from 'vitest'
import type { State } from '../../src/resources/kind.ts'
import { affectsPath, followPath } from '../../src/resources/path/follows.ts'
import { forbidPath } from '../../src/resources/path/forbid.ts'

const file: State = { type: 'file', mode: '0644', owner: 'root', group: 'root', sha256: 'a' }
const removal = { want: { kind: 'path', id: '/srv/f', state: null }, before: file, after: null }
const inDirectory = (held?: string) => (): State => ({ type: 'directory', ...(held && { held }) })

test('a file directly in a mount point is removed and replaced like any other', () => {
  expect(forbidPath(removal, inDirectory('a mount point'))).toBeUndefined()
  const after = { ...file, sha256: 'b' }
  const want = { kind: 'path', id: '/srv/f', state: { sha256: 'b' }, content: 'b' }
  expect(forbidPath({ want, before: file, after }, inDirectory('a mount point'))).toBeUndefined()
})

test('nothing is removed from a directory that cannot be changed', () => {
  expect(forbidPath(removal, inDirectory('immutable'))?.message).toBe(
    '/srv is immutable (chattr); root cannot change it either',
  )
  expect(forbidPath(removal, inDirectory('append-only'))).toBeDefined()
})

test('a directory that can only grow takes new directories, and no new file', () => {
  const create = (after: State) => ({ want: { kind: 'path', id: '/srv/f', state: after }, before: null, after })
  expect(forbidPath(create(file), inDirectory('append-only'))).toBeDefined()
  expect(forbidPath(create({ type: 'directory' }), inDirectory('append-only'))).toBeUndefined()
})

test('a mount point itself is neither replaced nor removed', () => {
  expect(forbidPath({ ...removal, before: { ...file, held: 'a mount point' } }, inDirectory())?.message).toMatch(
    /^\/srv\/f is a mount point/,
  )
})

test('a link that would point to itself is refused, and one to a neighbour is not', () => {
  const linkTo = (target: string) => {
    const after = { type: 'link', target }
    return forbidPath({ want: { kind: 'path', id: '/srv/f', state: { target } }, before: file, after }, inDirectory())
  }
  expect(linkTo('f')?.message).toBe('the link /srv/f would point to itself')
  expect(linkTo('/srv/./f')).toBeDefined()
  expect(linkTo('g')).toBeUndefined()
})

test('the names of one file have one owner and mode, and fewer of them are left when one goes', () => {
  const linked = { ...file, held: '2 hard links', inode: '1:2' }
  const change = (after: State | null) => ({
    want: { kind: 'path', id: '/srv/f', state: after },
    before: linked,
    after,
  })
  const look = (): null => null
  expect(followPath(change({ ...linked, mode: '0600' }), '/srv/g', linked, look)).toEqual({ ...linked, mode: '0600' })
  expect(followPath(change(null), '/srv/g', linked, look)).toEqual(file)
  expect(followPath(change(null), '/srv/g', { ...linked, inode: '1:3' }, look)).toBeUndefined()
  expect(affectsPath(change({ ...linked, mode: '0600' }), { kind: 'path', id: '/srv/g' }, linked)).toBe(true)
})

test('nothing is changed behind a link that is not followed', () => {
  const before = { type: 'link', target: '/tmp', via: '/srv/l' }
  expect(forbidPath({ ...removal, before }, inDirectory())?.message).toMatch(/^\/srv\/l is a link that is not followed/)
})

test("a file in a home that has the new number of its user is the user's", () => {
  const user = { kind: 'user', id: 'bob', state: { uid: 1002 } }
  const [before, after] = [
    { uid: 4002, home: '/home/bob' },
    { uid: 1002, home: '/home/bob' },
  ]
  const follow = (owner: string) =>
    followPath({ want: user, before, after }, '/home/bob/x', { ...file, owner }, () => null)
  expect(follow('1002')).toEqual({ ...file, owner: 'bob' })
  expect(follow('bob')).toBeUndefined()
})
