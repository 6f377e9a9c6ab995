/** ProxyJump: each hop is logged in to and its own key verified; the next one is reached through it. */
import type { Duplex } from 'node:stream'
import type { Client } from 'ssh2'
import { failure } from '../failure.ts'
import type { SshSpec } from '../session.ts'
import type { Login } from './login.ts'
import type { SshSocket } from './socket.ts'

/** `login` reaches the last hop, itself through those before it. */
export async function throughJumps(spec: SshSpec, login: (spec: SshSpec) => Promise<Login>): Promise<SshSocket> {
  const jumps = spec.jumps ?? []
  const hop = await login({ ...(jumps.at(-1) as SshSpec), jumps: jumps.slice(0, -1) })
  let problem: string | undefined
  try {
    const stream = await forward(hop.client, spec, hop.name)
    hop.onLost(reason => {
      problem = `${hop.name}: ${reason}`
      stream.destroy()
    })
    return { stream, watched: false, problem: () => problem, loggedIn: () => {}, close: hop.close }
  } catch (error) {
    hop.close()
    throw error
  }
}

function forward(client: Client, { host, port }: SshSpec, through: string): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    client.forwardOut('127.0.0.1', 0, host, port, (error, stream) => {
      if (error)
        reject(failure('unreachable', `${host}:${port} cannot be reached through ${through}: ${error.message}`))
      else resolve(stream)
    })
  })
}
