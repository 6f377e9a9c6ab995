/** The engine's view of a host: one persistent shell that runs frames in order (docs/protocol.md 2). */
import type { Sh } from '../shell/sh.ts'

/** `probe` only reads; `step` changes; `required` is a step whose failure no `clear` of its own exchange ends; `long` changes and its output is streamed; `lock` takes the host lock (text = holder), `unlock` gives it back; `clear` ends a poisoned state. */
export type FrameKind = 'probe' | 'step' | 'required' | 'long' | 'lock' | 'unlock' | 'clear'

export type Frame = {
  readonly kind: FrameKind
  readonly script: Sh
  /** The script's standard input; travels in the same frame. Secrets go here, never into `script`. */
  readonly payload?: Buffer
  /** Seconds after which the host itself ends the script (TERM, 5 s later KILL). */
  readonly timeout: number
  /** A probe that writes files of more than 4 MiB, outside of /run. */
  readonly spools?: boolean
  /** A step that checks itself that its payload is whole: a host without room to keep it hands it over as it arrives. */
  readonly streams?: boolean
}

/** `skipped`: an earlier frame failed, this one was not run. `cut`: output over the cap was dropped. */
export type Reply = {
  readonly rc: number
  readonly skipped: boolean
  readonly stdout: Buffer
  readonly stderr: Buffer
  readonly cut: boolean
  /** When it was sent, or the one before it was answered, and when it was answered: milliseconds since 1970. */
  readonly times?: { readonly started: number; readonly ended: number }
}

export type Traffic = { readonly roundTrips: number; readonly bytesUp: number; readonly bytesDown: number }

export interface Session {
  /**
   * Sends all frames without waiting in between; resolves with one reply a frame, in order: one round trip.
   * A failed step (rc != 0) poisons the ones behind it until a `clear` frame; a failed `required` one until one that is sent after its reply.
   * `onOutput` receives the output of a `long` frame as it comes, `onReply` each reply with the index of its frame.
   * Rejects with SwkError (unreachable, sudo-failed, protocol, ...) and is unusable afterwards.
   */
  exchange(
    frames: readonly Frame[],
    onOutput?: (chunk: Buffer) => void,
    onReply?: (reply: Reply, at: number) => void,
  ): Promise<readonly Reply[]>
  /** The same for frames whose replies nobody waits for: no round trip. Never throws. */
  post(frames: readonly Frame[]): void
  /** Ends the step that runs now, at once (second ^C); the frames behind it are skipped. Never rejects. */
  cancel(): Promise<void>
  readonly traffic: Traffic
  close(): Promise<void>
  /** Ends the connection and makes another one; the host's lock goes with the old one. Absent: the host is this machine. */
  reopen?(): Promise<void>
}

/** `method`: default sudo. */
export type BecomeSpec = { readonly password?: string; readonly method?: 'su' }

/** How to reach a host, everything resolved (inventory over ssh configuration over defaults). */
export type ConnectionSpec = { readonly type: 'local'; readonly become?: BecomeSpec } | SshSpec

export type SshSpec = {
  readonly type: 'ssh'
  readonly host: string
  readonly port: number
  readonly user: string
  /** Private keys; those that do not exist or are encrypted are passed over. */
  readonly identityFiles: readonly string[]
  /** Socket of an agent. */
  readonly agent?: string
  /** Of the agent's keys only those whose public half lies beside an identity file (IdentitiesOnly). */
  readonly identitiesOnly?: boolean
  readonly password?: string
  /** New keys are appended to the first. */
  readonly knownHostsFiles: readonly string[]
  /** Name to look up in known_hosts when it is not `host` (HostKeyAlias). */
  readonly hostKeyAlias?: string
  readonly strictHostKeyChecking: 'yes' | 'accept-new'
  /** Hosts to go through, nearest first; each one's key is verified (ProxyJump). */
  readonly jumps?: readonly SshSpec[]
  /** Command of this machine whose input and output are the connection (ProxyCommand), expanded. */
  readonly proxyCommand?: string
  /** Methods of authentication that are allowed (PreferredAuthentications and its like); all, where it is missing. */
  readonly methods?: readonly string[]
  /** Seconds for connecting and logging in. */
  readonly connectTimeout: number
  readonly become?: BecomeSpec
}
