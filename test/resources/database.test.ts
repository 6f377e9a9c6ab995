/** After which changes entries of the name service are not known. */
import { expect, test } from 'vitest'
import { databaseKind } from '../../src/resources/database.ts'

test.each([
  ['passwd alice', { kind: 'user', id: 'alice' }, true],
  ['passwd alice', { kind: 'user', id: 'bob' }, false],
  ['passwd 1000', { kind: 'user', id: 'bob' }, true],
  ['passwd', { kind: 'user', id: 'bob' }, true],
  ['passwd alice', { kind: 'group', id: 'alice' }, false],
  ['group alice', { kind: 'user', id: 'bob' }, true],
  ['group alice', { kind: 'group', id: 'alice' }, true],
  ['group alice', { kind: 'group', id: 'bob' }, false],
  ['hosts example.org', { kind: 'user', id: 'alice' }, false],
  ['hosts example.org', { kind: 'path', id: '/etc/hosts' }, true],
  ['ahosts example.org', { kind: 'path', id: '/etc/hosts' }, true],
  ['ahosts example.org', { kind: 'path', id: '/etc/nsswitch.conf' }, true],
  ['services ssh', { kind: 'path', id: '/etc/services' }, true],
  ['services ssh', { kind: 'path', id: '/etc/motd' }, false],
  ['services ssh', { kind: 'package', id: 'netbase' }, true],
])('%s after %j: %s', (id, other, expected) => {
  expect(databaseKind.isTouchedBy?.(other, id)).toBe(expected)
})
