/** A host reached by ssh, as a connection that opens channels. */
import type { ClientChannel } from 'ssh2'
import type { Channel, ChannelEnd, ChannelListener, Connection } from '../channel.ts'
import { failure } from '../failure.ts'
import type { SshSpec } from '../session.ts'
import type { Logins } from './logins.ts'
import type { Login } from './types.ts'

/** Rejects with SwkError: unreachable, auth-failed, host-key-*. */
export async function connectSsh(spec: SshSpec, logins: Logins): Promise<Connection> {
  const connected = await logins.open(spec)
  const { name, onLost, close } = connected
  return {
    name,
    user: spec.user,
    open: (command, listener) => openChannel(connected, spec.connectTimeout, command, listener),
    onLost,
    again: () => connectSsh(spec, logins),
    close,
  }
}

/** `seconds`: a host that logs in but opens no channel is not waited for without end. */
function openChannel(
  { client, name }: Login,
  seconds: number,
  command: string,
  listener: ChannelListener,
): Promise<Channel> {
  return new Promise((resolve, reject) => {
    const refuse = (why: string) => reject(failure('unreachable', `${name}: no channel could be opened: ${why}`))
    const timer = setTimeout(() => refuse(`no answer within ${seconds} s`), seconds * 1000)
    try {
      client.exec(command, (error, channel) => {
        clearTimeout(timer)
        if (error) refuse(error.message)
        else resolve(wrap(channel, listener))
      })
    } catch (error) {
      clearTimeout(timer)
      refuse((error as Error).message)
    }
  })
}

function wrap(channel: ClientChannel, listener: ChannelListener): Channel {
  let end: ChannelEnd = { code: null, signal: null }
  let closed = false
  channel.on('data', (piece: Buffer) => listener.stdout(piece))
  channel.stderr.on('data', (piece: Buffer) => listener.stderr(piece))
  channel.on('error', () => {})
  channel.on('exit', (code: number | null, signal?: string) => {
    end = { code, signal: signal ?? null }
  })
  channel.on('close', () => {
    closed = true
    listener.end(end)
  })
  return {
    write: bytes => {
      if (channel.writable) channel.write(bytes)
    },
    end: () => void channel.end(),
    // Closing a channel twice makes sshd drop the whole connection.
    close: () => {
      if (!closed) channel.close()
      closed = true
    },
  }
}
