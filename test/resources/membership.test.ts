/** How a change of an account is told. */
import { expect, test } from 'vitest'
import { describeAccount } from '../../src/resources/membership.ts'

test('a number that useradd will choose is not told as a number that was', () => {
  const want = { kind: 'user', id: 'ann', state: { uid: 4002 } }
  const list = { field: 'groups', add: 'add to', remove: 'remove from' }
  const told = (before: { readonly uid?: number }): string =>
    describeAccount({ want, before, after: { uid: 4002 }, fields: ['uid'] }, list)
  expect(told({ uid: 1002 })).toBe('user ann: uid 1002 -> 4002')
  expect(told({})).toBe('user ann: uid 4002')
})
