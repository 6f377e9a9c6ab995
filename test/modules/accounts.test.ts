import { expect, it, test } from 'vitest'
import group from '../../modules/group.ts'
import user from '../../modules/user.ts'
import userGroup from '../../modules/user-group.ts'
import { changes, plan } from './support.ts'

const ann = { uid: 1, group: 'ann', comment: '', home: '/home/ann', shell: '/bin/sh', groups: ['adm', 'x'] }
const users = { 'user:ann': ann, 'user:bob': { ...ann, groups: [] } }

test.each([
  [
    'makes a group with members',
    { members: ['bob', 'ann'], system: true },
    {},
    [{ state: { members: ['ann', 'bob'] }, how: { system: true } }],
  ],
  [
    'adds a member to others',
    { members: ['ann'] },
    { 'group:g': { gid: 9, members: ['zoe'] } },
    [{ state: { members: ['ann', 'zoe'] } }],
  ],
  ['leaves members who are not named', { members: ['ann'] }, { 'group:g': { gid: 9, members: ['ann', 'zoe'] } }, []],
  [
    'removes them with exact',
    { members: ['ann'], exact: true },
    { 'group:g': { gid: 9, members: ['ann', 'zoe'] } },
    [{ state: { members: ['ann'] } }],
  ],
  [
    'empties a group',
    { members: [], exact: true },
    { 'group:g': { gid: 9, members: ['zoe'] } },
    [{ state: { members: [] } }],
  ],
  ['changes a number', { gid: 8 }, { 'group:g': { gid: 9, members: [] } }, [{ state: { gid: 8 } }]],
  ['removes a group', { state: 'absent' }, { 'group:g': { gid: 9, members: [] } }, [{ state: null }]],
  ['has nothing to remove', { state: 'absent' }, {}, []],
])('user-group %s', (_, args, world, expected) => {
  expect(changes(userGroup, { name: 'g', ...args }, { ...users, ...world })).toMatchObject(expected)
})

it('user-group refuses a user who does not exist', () => {
  expect(() => plan(userGroup, { name: 'g', members: ['eve'] }, users)).toThrow('the user eve does not exist')
})

it('group makes a group once', () => {
  expect(changes(group, { name: 'g', system: true })).toEqual([
    { kind: 'group', id: 'g', state: {}, how: { system: true } },
  ])
  expect(changes(group, { name: 'g', system: true }, { 'group:g': { gid: 9, members: ['a'] } })).toEqual([])
})

const groups = {
  'group:adm': { gid: 4, members: [] },
  'group:x': { gid: 5, members: [] },
  'group:y': { gid: 6, members: [] },
}

test.each([
  ['adds to groups', { groups: ['y'], append: true }, [{ state: { groups: ['adm', 'x', 'y'] } }]],
  ['leaves groups that are not named', { groups: 'y,adm' }, [{ state: { groups: ['adm', 'y'] } }]],
  ['is in its groups', { groups: ['x', 'adm'] }, []],
  ['changes the shell', { shell: '/bin/bash' }, [{ state: { shell: '/bin/bash' } }]],
  ['takes a hostile comment as it is', { comment: `-'"$\`\\; ü` }, [{ state: { comment: `-'"$\`\\; ü` } }]],
  ['is as it is', { name: 'ann', createhome: false, system: true }, []],
  ['goes', { state: 'absent', remove: true }, [{ state: null, how: { removeHome: true } }]],
])('a user %s', (_, args, expected) => {
  expect(changes(user, { name: 'ann', ...args }, { ...users, ...groups })).toMatchObject(expected)
})

it('a new user says how it is to be made', () => {
  expect(changes(user, { name: 'new', system: true, create_home: false, home: '/x/' })).toEqual([
    { kind: 'user', id: 'new', state: { home: '/x' }, how: { system: true, createHome: false } },
  ])
  expect(() => plan(user, { name: 'new', groups: ['none'] })).toThrow('the group none does not exist')
})

it('a primary group may be given by its number', () => {
  const world = { ...users, 'group:7002': { gid: 7002, members: [], name: 'ops' } }
  expect(changes(user, { name: 'ann', group: 7002 }, world)).toMatchObject([{ state: { group: 'ops' } }])
})
