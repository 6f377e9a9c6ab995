/** Numbers of users and groups that another one has. */
import { expect, test } from 'vitest'
import { followNumber, forbidNumber } from '../../src/resources/account-name.ts'
import type { State } from '../../src/resources/kind.ts'

const creates = (how = {}) => ({
  want: { kind: 'group', id: 'b', state: { gid: 4001 }, how },
  before: null,
  after: { gid: 4001 },
})

test('a number that another one has is refused, unless two may have it', () => {
  const had = (name: string) => (): State => ({ gid: 4001, name })
  expect(forbidNumber(creates(), had('a'), 'gid')?.message).toBe("the gid 4001 is the group a's")
  expect(forbidNumber(creates(), had('b'), 'gid')).toBeUndefined()
  expect(forbidNumber(creates(), () => null, 'gid')).toBeUndefined()
  expect(forbidNumber(creates({ nonUnique: true }), had('a'), 'gid')).toBeUndefined()
})

test('an earlier task gives a number, and frees it', () => {
  expect(followNumber(creates(), '4001', null, 'gid')).toEqual({ gid: 4001, name: 'b' })
  expect(followNumber(creates(), '4002', null, 'gid')).toBeUndefined()
  const removal = { want: { kind: 'group', id: 'b', state: null }, before: { gid: 4001 }, after: null }
  expect(followNumber(removal, '4001', { gid: 4001, name: 'b' }, 'gid')).toBeNull()
  expect(followNumber(removal, 'b', { gid: 4001 }, 'gid')).toBeUndefined()
})
