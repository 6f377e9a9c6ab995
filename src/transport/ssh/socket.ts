/** The TCP connection to a host's sshd. */
import { createConnection, type Socket } from 'node:net'
import type { SshSpec } from '../session.ts'
import type { SshSocket } from './types.ts'

/** Milliseconds without a byte, although the line is asked to answer every 10 s. */
const silence = 35_000

export function tcp({ host, port }: SshSpec): SshSocket {
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
  let since = performance.now()
  return setInterval(() => {
    if (socket.bytesRead !== seen) since = performance.now()
    seen = socket.bytesRead
    if (performance.now() - since >= silence) onSilence()
  }, 5000).unref()
}
