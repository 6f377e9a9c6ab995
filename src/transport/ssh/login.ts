/** Logs in through node-ssh, with its traps closed: hosts are verified, an error after login is never unhandled. */
import { type Config, NodeSSH } from 'node-ssh'
import type { Client } from 'ssh2'
import type { SshSpec } from '../session.ts'
import { authentication } from './auth.ts'
import { hostKeyCheck } from './host-key.ts'
import { loginFailure } from './login-failure.ts'
import { socketTo } from './socket.ts'

export type Login = {
  readonly client: Client
  readonly name: string
  onLost(listener: (reason: string) => void): void
  close(): void
}

/** Connects (through jump hosts where there are any), verifies the host key and logs in. Rejects with SwkError. */
export async function login(spec: SshSpec): Promise<Login> {
  const name = `${spec.user}@${spec.host}${spec.port === 22 ? '' : `:${spec.port}`}`
  const [auth, hostKey] = await Promise.all([authentication(spec), hostKeyCheck(spec)])
  const socket = await socketTo(spec, login)
  const ssh = new NodeSSH()
  const ready = ssh.connect({
    sock: socket.stream,
    username: spec.user,
    readyTimeout: spec.connectTimeout * 1000,
    // What is lost in silence is found by the socket's own watch; this gives it something to see.
    keepaliveInterval: 10_000,
    keepaliveCountMax: socket.watched ? 100 : 4,
    authHandler: auth.handler,
    hostVerifier: hostKey.verify,
    algorithms: { serverHostKey: [...hostKey.algorithms] },
  } as Config)
  const client = ssh.connection as Client
  let reason = 'the host closed the connection'
  let lost: ((reason: string) => void) | null = null
  // For the connection's whole life: an error event without a listener would end the process.
  client.on('error', error => {
    reason = error.message
  })
  client.on('close', () => lost?.(socket.problem() ?? reason))
  try {
    await ready
    await hostKey.remember()
  } catch (error) {
    socket.close()
    throw hostKey.refusal() ?? loginFailure(error as Error, { name, auth, problem: socket.problem(), spec })
  }
  socket.loggedIn()
  return {
    client,
    name,
    onLost: listener => {
      lost = listener
    },
    close: () => {
      lost = null
      client.end()
      socket.close()
    },
  }
}
