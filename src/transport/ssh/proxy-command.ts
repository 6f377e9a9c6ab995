/** ProxyCommand: the connection is the input and output of a command of this machine, as the user's ssh would run it. */
import { spawn } from 'node:child_process'
import { Duplex, PassThrough, Writable } from 'node:stream'
import type { SshSocket } from './types.ts'

export function throughCommand(command: string): SshSocket {
  const child = spawn('sh', ['-c', `exec ${command}`], { stdio: ['pipe', 'pipe', 'pipe'], detached: true })
  let said = ''
  child.stderr.on('data', piece => {
    said = (said + piece).slice(-300)
  })
  child.stdin.on('error', () => {})
  // Ends with the command, not with its output: by then it is known how it ended.
  const output = new PassThrough()
  child.stdout.pipe(output, { end: false })
  // A command that no longer reads has ended, or will: that says more than the failed write.
  const input = new Writable({
    write: (chunk, _, done) => void child.stdin.write(chunk, () => done()),
    final: done => void child.stdin.end(() => done()),
  })
  const stream = Duplex.from({ readable: output, writable: input })
  // A command that ends at once does so before anything else listens.
  stream.on('error', () => {})
  const gone = () => stream.destroy()
  child.on('error', gone).on('close', gone)
  return {
    stream,
    watched: false,
    problem: () =>
      child.exitCode === null ? undefined : `ProxyCommand ended (exit ${child.exitCode}): ${said.trim()}`,
    loggedIn: () => {},
    close: () => void child.kill(),
  }
}
