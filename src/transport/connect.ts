/** Opens the one persistent shell on a host. */
import type { Connection } from './channel.ts'
import { HostSession } from './host-session.ts'
import type { ConnectionSpec, Session, SshSpec } from './session.ts'

export type Connect = (spec: ConnectionSpec) => Promise<Session>

/**
 * `connect` for the hosts of one run, which share the connections to their bastions.
 *
 * It connects, logs in and starts the shell, without waiting for the answers of sudo and the shell: those come with the
 * first exchange, so that they cost no round trip. Rejects with SwkError: unreachable, auth-failed, host-key-*.
 */
export function connector(): Connect {
  let ssh: Promise<(spec: SshSpec) => Promise<Connection>> | undefined
  return async spec => {
    if (spec.type === 'local') return openSession((await import('./local.ts')).connectLocal(), spec)
    ssh ??= loadSsh()
    return openSession(await (await ssh)(spec), spec)
  }
}

/** A single host, on its own. */
export const connect: Connect = spec => connector()(spec)

/** ssh is loaded only where it is needed: it is most of the start-up time. */
async function loadSsh(): Promise<(spec: SshSpec) => Promise<Connection>> {
  const [{ connectSsh }, { Logins }] = await Promise.all([import('./ssh/connect.ts'), import('./ssh/logins.ts')])
  const logins = new Logins()
  return spec => connectSsh(spec, logins)
}

async function openSession(connection: Connection, { become }: ConnectionSpec): Promise<Session> {
  const session = new HostSession(connection, become)
  try {
    await session.open()
  } catch (error) {
    connection.close()
    throw error
  }
  return session
}
