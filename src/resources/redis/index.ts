/** Discovery: the Redis of a Synapse. Read only: who is subscribed over its UNIX socket, and who is connected over TCP. */
import { runProgram } from '../../shell/program-file.ts'
import { dependsOnPaths, type Kind, refKey } from '../kind.ts'
import { tcpAddress } from '../tcp-address.ts'

/**
 * id: path of the UNIX socket, with `#N` behind it: where only some of N processes are subscribed yet, wait up to 2 s for the others.
 * Always there; what Redis does not answer is empty.
 */
export type RedisState = {
  /** `channel=subscribers` */
  readonly channels: readonly string[]
  /** What Redis said instead: "NOAUTH Authentication required." */
  readonly error: string | null
  /** Users of this host (by number where they have no name) with a connection to port 6379, and addresses of other hosts. */
  readonly tcp: readonly string[]
}

export const redisKind: Kind = {
  name: 'redis',
  providedByPackages: true,
  dependsOn: dependsOnPaths,
  traits: ['transient'],
  probe: refs =>
    runProgram(
      'resources/redis/probe.sh',
      refs.map(ref => ref.id),
    ),
  read(output, refs) {
    const [tcp = '', ...answers] = output.toString('utf8').split(/^@socket .*\n/m)
    return new Map(
      refs.map((ref, i) => [refKey(ref), { ...readAnswer((answers[i] ?? '').trim()), tcp: clientsOf(tcp) }]),
    )
  },
}

function readAnswer(answer: string): Pick<RedisState, 'channels' | 'error'> {
  const lines = answer === '' ? [] : answer.split('\n')
  const channels = lines.flatMap((line, i) => (i % 2 === 0 ? [`${line}=${lines[i + 1] ?? ''}`] : []))
  const isAnswer = channels.every(channel => /=\d+$/.test(channel))
  return isAnswer ? { channels, error: null } : { channels: [], error: answer }
}

/** Loopback ends are this host's own, named by their user already. */
function clientsOf(text: string): readonly string[] {
  const names = text.split('\n').flatMap(line => {
    const [kind, value = ''] = line.split(' ')
    if (kind === 'user') return [value]
    return kind === 'from' && !isLoopback(value) ? [tcpAddress(value)] : []
  })
  return [...new Set(names)].sort()
}

const isLoopback = (hex: string): boolean => /^(......7F|0{24}01000000|0000000000000000FFFF0000......7F)$/.test(hex)
