/** Logs in through node-ssh, with its traps closed: hosts are verified, an error after login is never unhandled. */
import { type Config, NodeSSH } from 'node-ssh'
import type { Client } from 'ssh2'
import type { SwkError } from '../../errors/diagnostic.ts'
import type { SshSpec } from '../session.ts'
import { authentication } from './auth.ts'
import { hostKeyCheck } from './host-key.ts'
import { loginFailure } from './login-failure.ts'
import type { Login, SshSocket } from './types.ts'

/** The connection was lost before the key exchange: nothing was proved or tried yet, so that it may be tried again. */
export class LostEarly extends Error {
  readonly error: SwkError

  constructor(error: SwkError) {
    super(error.message)
    this.error = error
  }
}

/** Verifies the host key and logs in. Owns `socket`. Rejects with SwkError or LostEarly. */
export async function logInOver(socket: SshSocket, spec: SshSpec): Promise<Login> {
  const name = nameOf(spec)
  const [auth, hostKey] = await Promise.all([authentication(spec), hostKeyCheck(spec)]).catch(error => {
    socket.close()
    throw error
  })
  const ssh = new NodeSSH()
  const ready = ssh.connect({
    sock: socket.stream,
    username: spec.user,
    readyTimeout: spec.connectTimeout * 1000,
    // A silent loss is found by the socket's own watch; this gives it something to see.
    keepaliveInterval: 10_000,
    keepaliveCountMax: socket.watched ? 100 : 4,
    authHandler: auth.handler,
    hostVerifier: hostKey.verify,
    algorithms: { serverHostKey: [...hostKey.algorithms] },
  } as Config)
  const client = ssh.connection as Client
  let reason = 'the host closed the connection'
  let handshaken = false
  const listeners: ((reason: string) => void)[] = []
  // For the connection's whole life: an error event without a listener would end the process.
  client.on('error', error => {
    reason = error.message
  })
  client.on('handshake', () => {
    handshaken = true
  })
  client.on('close', () => {
    for (const listener of listeners.splice(0)) listener(socket.problem() ?? reason)
  })
  try {
    await ready
    await hostKey.remember()
  } catch (error) {
    const { message } = error as Error
    const problem = socket.problem()
    socket.close()
    const failed = hostKey.refusal() ?? loginFailure(error as Error, { name, auth, problem, spec })
    const early = !handshaken && hostKey.refusal() === undefined && lostEarly.test(problem ?? message)
    throw early ? new LostEarly(failed) : failed
  }
  socket.loggedIn()
  return {
    client,
    name,
    onLost: listener => void listeners.push(listener),
    close: () => {
      listeners.length = 0
      client.end()
      socket.close()
    },
  }
}

/** An sshd with too many logins under way (MaxStartups) closes or resets the connection in place of its banner. */
const lostEarly =
  /ECONNRESET|EPIPE|Connection lost before handshake|No response from server|MaxStartups|kex_exchange_identification/

function nameOf({ user, host, port }: SshSpec): string {
  return `${user}@${host}${port === 22 ? '' : `:${port}`}`
}
