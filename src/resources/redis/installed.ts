/** Discovery: a Redis that the host has already, whoever installed it. Read only, and once: what a play changes does not change it. */
import { runProgram } from '../../shell/program-file.ts'
import { type Kind, refKey } from '../kind.ts'

/** id: ''. Always there. */
export type InstalledRedisState = {
  readonly isInstalled: boolean
  /** redis.conf is as its package brings it. */
  readonly isUnchanged: boolean
  /** Of redis.conf; empty: it does not say. */
  readonly port: string
  readonly socket: string
  /** It asks for a password. */
  readonly isGuarded: boolean
  /** It holds keys, or other commands than those of a look at it were sent to it since it started. */
  readonly isUsed: boolean
  /** systemd knows redis-server@.service. */
  readonly hasTemplate: boolean
  /** What /etc/redis/redis-matrix.conf is: swk's own instance, a file of the operator's, or not there. */
  readonly matrixConfig: 'own' | 'taken' | 'absent'
}

export const installedRedisKind: Kind = {
  name: 'installed-redis',
  probe: () => runProgram('resources/redis/installed.sh'),
  read(output, refs) {
    const state = readInstalled(output.toString('utf8').split('\n'))
    return new Map(refs.map(ref => [refKey(ref), state]))
  },
}

function readInstalled(lines: readonly string[]): InstalledRedisState {
  const has = (word: string): boolean => lines.includes(word)
  const value = (name: string): string => lines.find(line => line.startsWith(`${name} `))?.slice(name.length + 1) ?? ''
  return {
    isInstalled: has('installed'),
    isUnchanged: has('unchanged'),
    port: value('port'),
    socket: value('unixsocket'),
    isGuarded: has('guarded'),
    isUsed: has('used'),
    hasTemplate: has('template'),
    matrixConfig: has('own') ? 'own' : has('taken') ? 'taken' : 'absent',
  }
}
