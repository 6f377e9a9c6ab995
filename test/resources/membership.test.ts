/** How a change of an account is told, and what follows from it. */
import { expect, test } from 'vitest'
import { groupKind } from '../../src/resources/group.ts'
import type { State } from '../../src/resources/kind.ts'
import { describeAccount } from '../../src/resources/membership.ts'

test('a number that useradd will choose is not told as a number that was', () => {
  const want = { kind: 'user', id: 'ann', state: { uid: 4002 } }
  const list = { field: 'groups', add: 'add to', remove: 'remove from' }
  const told = (before: { readonly uid?: number }): string =>
    describeAccount({ want, before, after: { uid: 4002 }, fields: ['uid'] }, list)
  expect(told({ uid: 1002 })).toBe('user ann: uid 1002 -> 4002')
  expect(told({})).toBe('user ann: uid 4002')
})

test('only useradd knows the number of the group that comes with a user', () => {
  const follow = (state: State) =>
    groupKind.follows?.(
      { want: { kind: 'user', id: 'ann', state }, before: null, after: state },
      'ann',
      null,
      () => null,
    )
  expect(follow({})).toEqual({ members: [], primaryOf: ['ann'] })
  expect(follow({ uid: 4001 })).toEqual({ gid: 4001, unsure: ['gid'], members: [], primaryOf: ['ann'] })
})
