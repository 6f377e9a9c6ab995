import { expect, test } from 'vitest'
import type { InstalledRedisState } from '../../../src/resources/redis/installed.ts'
import { chooseRedis, matrixRedis, packageRedis } from '../../../src/topology/model/redis.ts'

const unused: InstalledRedisState = {
  ...{ isInstalled: true, isUnchanged: true, port: '6379', socket: '', isGuarded: false, isUsed: false },
  ...{ hasTemplate: true, matrixConfig: 'absent' },
}
const file = (path: string, named: string) => ({ path, keys: ['redis'], texts: {}, picks: { 'redis.path': named } })
const byHand = {
  path: '/etc/matrix-synapse/homeserver.yaml',
  keys: ['redis'],
  texts: {},
  picks: { 'redis.enabled': 'true' },
}
const ofSwk = file('/etc/matrix-synapse/conf.d/redis.yaml', packageRedis.socket)

test.each([
  ['none', { ...unused, isInstalled: false }, [], packageRedis],
  ['just installed', unused, [], packageRedis],
  ['with keys or clients', { ...unused, isUsed: true }, [], matrixRedis],
  ['that Synapse uses by hand', unused, [byHand], matrixRedis],
  ['edited by its owner', { ...unused, isUnchanged: false }, [], matrixRedis],
  [
    'on a socket of another name',
    { ...unused, isUnchanged: false, port: '0', socket: '/run/redis/redis.sock' },
    [],
    matrixRedis,
  ],
  [
    'as swk configures it',
    { ...unused, isUnchanged: false, port: '0', socket: packageRedis.socket, isUsed: true },
    [],
    packageRedis,
  ],
  [
    'as swk configures it, with a password',
    { ...unused, isUnchanged: false, port: '0', socket: packageRedis.socket, isGuarded: true },
    [],
    matrixRedis,
  ],
  [
    'that Synapse is on already, and edited since',
    { ...unused, isUnchanged: false, isUsed: true },
    [ofSwk],
    packageRedis,
  ],
  ['next to an instance of swk', { ...unused, isUsed: true, matrixConfig: 'own' as const }, [], matrixRedis],
])('a Redis %s', (_name, found, files, expected) => expect(chooseRedis(found, files)).toBe(expected))
