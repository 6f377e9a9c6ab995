/** ProxyJump: a channel through a bastion that swk is logged in to is the socket of the next host. */
import type { Duplex } from 'node:stream'
import type { Client } from 'ssh2'
import { failure } from '../failure.ts'
import type { SshSpec } from '../session.ts'
import type { Login, SshSocket } from './types.ts'

/** The socket owns `hop`: it is closed with the socket. Rejects with SwkError. */
export async function throughHop(spec: SshSpec, hop: Login): Promise<SshSocket> {
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
    const refuse = (why: string) =>
      reject(failure('unreachable', `${host}:${port} cannot be reached through ${through}: ${why}`))
    try {
      client.forwardOut('127.0.0.1', 0, host, port, (error, stream) => {
        if (error) refuse(error.message)
        else resolve(stream)
      })
    } catch (error) {
      // The bastion was lost a moment ago.
      refuse((error as Error).message)
    }
  })
}
