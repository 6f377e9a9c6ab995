/** The two layers under a session: bytes to the host's sshd, and a login over them. */
import type { Duplex } from 'node:stream'
import type { Client } from 'ssh2'

export type SshSocket = {
  readonly stream: Duplex
  /** The socket detects by itself that nothing arrives any more. */
  readonly watched: boolean
  /** What the socket knows of why it is broken. */
  problem(): string | undefined
  loggedIn(): void
  close(): void
}

export type Login = {
  readonly client: Client
  /** For messages: `root@10.0.0.1:2222`. */
  readonly name: string
  onLost(listener: (reason: string) => void): void
  close(): void
}
