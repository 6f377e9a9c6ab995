/** Opens the one persistent shell on a host. */
import type { Connection } from './channel.ts'
import { HostSession } from './host-session.ts'
import type { ConnectionSpec, Session } from './session.ts'

/**
 * Connects, logs in and starts the shell, without waiting for what sudo and the shell say: that comes with the first
 * exchange, so that it costs no round trip. Rejects with SwkError: unreachable, auth-failed, host-key-*.
 */
export async function connect(spec: ConnectionSpec): Promise<Session> {
  const connection = await openConnection(spec)
  const session = new HostSession(connection, spec.become)
  try {
    await session.open()
  } catch (error) {
    connection.close()
    throw error
  }
  return session
}

/** ssh is loaded only where it is needed: it is most of the start-up time. */
async function openConnection(spec: ConnectionSpec): Promise<Connection> {
  if (spec.type === 'ssh') return (await import('./ssh/connect.ts')).connectSsh(spec)
  return (await import('./local.ts')).connectLocal()
}
