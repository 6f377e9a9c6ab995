/** This machine as a host: each channel is a child process. */
import { spawn } from 'node:child_process'
import { userInfo } from 'node:os'
import type { Channel, ChannelListener, Connection } from './channel.ts'

export function connectLocal(): Connection {
  const { username, homedir, shell } = userInfo()
  const env = { HOME: homedir, USER: username, LOGNAME: username, SHELL: shell ?? '/bin/sh', PATH: path }
  const open = new Set<Channel>()
  return {
    name: 'local',
    user: username,
    async open(command, listener) {
      const channel = run(command, env, listener)
      open.add(channel)
      return channel
    },
    onLost: () => {},
    again: async () => connectLocal(),
    close: () => {
      for (const channel of open) channel.close()
    },
  }
}

const path = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

/** Detached: ^C at the terminal is for swk, which ends a step in its own way. */
function run(command: string, env: NodeJS.ProcessEnv, listener: ChannelListener): Channel {
  const child = spawn('sh', ['-c', command], { env, cwd: '/', detached: true, stdio: 'pipe' })
  child.stdout.on('data', piece => listener.stdout(piece))
  child.stderr.on('data', piece => listener.stderr(piece))
  // A shell that ended does not read what it is sent; 'close' tells of the end.
  child.stdin.on('error', () => {})
  child.on('error', () => listener.end({ code: 127, signal: null }))
  child.on('close', (code, signal) => listener.end({ code, signal }))
  return {
    write: bytes => void child.stdin.write(bytes),
    end: () => void child.stdin.end(),
    // The loop ends when its input does, a step that runs is left to end by itself.
    close: () => {
      child.stdin.destroy()
      child.stdout.destroy()
      child.stderr.destroy()
      child.unref()
    },
  }
}
