/** The way to the host's ssh: TCP, a chain of jump hosts, or a command. */
import { createConnection, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { SshSpec } from '../session.ts'
import { throughJumps } from './jump.ts'
import type { Login } from './login.ts'
import { throughCommand } from './proxy-command.ts'

export type SshSocket = {
  readonly stream: Duplex
  /** The socket finds out by itself when nothing comes any more. */
  readonly watched: boolean
  /** What the socket knows of why it is broken. */
  problem(): string | undefined
  loggedIn(): void
  close(): void
}

export async function socketTo(spec: SshSpec, login: (spec: SshSpec) => Promise<Login>): Promise<SshSocket> {
  if (spec.proxyCommand !== undefined) return throughCommand(spec.proxyCommand)
  if (spec.jumps !== undefined && spec.jumps.length > 0) return throughJumps(spec, login)
  return tcp(spec)
}

/** Milliseconds without a byte, although the line is asked to answer every 10 s. */
const silence = 35_000

function tcp({ host, port }: SshSpec): SshSocket {
  // Nagle's algorithm waits for the peer's delayed acknowledgement: 40 ms a round trip.
  const socket = createConnection({ host, port, noDelay: true })
  let problem: string | undefined
  let watch: NodeJS.Timeout | undefined
  socket.on('error', error => {
    problem ??= error.message || (error as NodeJS.ErrnoException).code
  })
  socket.on('close', () => clearInterval(watch))
  return {
    stream: socket,
    watched: true,
    problem: () => problem,
    loggedIn: () => {
      watch = watchSilence(socket, () => {
        problem ??= `the host sent nothing for ${silence / 1000} s`
        socket.destroy()
      })
    },
    close: () => {
      clearInterval(watch)
      // Lets the last bytes out, but not for ever.
      setTimeout(() => socket.destroy(), 2000).unref()
    },
  }
}

/** ssh2's own count takes only keepalive answers for life: a long upload over a slow line would end it. */
function watchSilence(socket: Socket, onSilence: () => void): NodeJS.Timeout {
  let seen = socket.bytesRead
  let since = Date.now()
  return setInterval(() => {
    if (socket.bytesRead !== seen) since = Date.now()
    seen = socket.bytesRead
    if (Date.now() - since >= silence) onSilence()
  }, 5000).unref()
}
