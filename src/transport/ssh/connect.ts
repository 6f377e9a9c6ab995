/** A host reached by ssh, as a connection that opens channels. */
import type { Client, ClientChannel } from 'ssh2'
import type { Channel, ChannelEnd, ChannelListener, Connection } from '../channel.ts'
import { failure } from '../failure.ts'
import type { SshSpec } from '../session.ts'
import { login } from './login.ts'

/** Rejects with SwkError: unreachable, auth-failed, host-key-*. */
export async function connectSsh(spec: SshSpec): Promise<Connection> {
  const { client, name, onLost, close } = await login(spec)
  return {
    name,
    user: spec.user,
    open: (command, listener) => openChannel(client, name, command, listener),
    onLost,
    again: () => connectSsh(spec),
    close,
  }
}

function openChannel(client: Client, name: string, command: string, listener: ChannelListener): Promise<Channel> {
  return new Promise((resolve, reject) => {
    const refuse = (error: Error) =>
      reject(failure('unreachable', `${name}: no channel could be opened: ${error.message}`))
    try {
      client.exec(command, (error, channel) => (error ? refuse(error) : resolve(wrap(channel, listener))))
    } catch (error) {
      refuse(error as Error)
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
