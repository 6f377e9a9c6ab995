/** After which changes entries of the name service are not known. */
import { expect, test } from 'vitest'
import { databaseKind } from '../../src/resources/database.ts'
import { type ManagedProgram, managed as made } from '../../src/resources/managed/spec.ts'

const managed = (program: ManagedProgram, ...args: readonly string[]) => made({ program, args, title: program })

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
  ['passwd alice', { kind: 'system-setting', id: 'hostname' }, false],
  ['passwd alice', managed('debconf', 'toy', 'toy/question'), false],
  ['passwd alice', managed('account', 'alice', ''), true],
  ['passwd alice', managed('archive', '/srv/a.tar', '/etc'), true],
  ['passwd alice', managed('archive', '/srv/a.tar', '/srv/a'), false],
  ['passwd alice', { kind: 'statoverride', id: '/etc/passwd' }, false],
  ['ahosts example.org', { kind: 'system-setting', id: 'hostname' }, true],
  ['services ssh', { kind: 'path', id: '/etc/services' }, true],
  ['services ssh', { kind: 'path', id: '/etc/motd' }, false],
  ['services ssh', { kind: 'package', id: 'netbase' }, true],
])('%s after %j: %s', (id, other, expected) => {
  expect(databaseKind.isTouchedBy?.(other, id)).toBe(expected)
})
