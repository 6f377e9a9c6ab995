/** What the session needs of a connection: channels that each run one command. ssh and local both give it. */

export type ChannelEnd = {
  readonly code: number | null
  readonly signal: string | null
}

export interface ChannelListener {
  stdout(piece: Buffer): void
  stderr(piece: Buffer): void
  /** Called once, after all output. */
  end(end: ChannelEnd): void
}

export interface Channel {
  write(bytes: Buffer | string): void
  /** Ends the command's standard input. */
  end(): void
  /** Gives the channel up, whatever the command does. */
  close(): void
}

export interface Connection {
  /** For messages: `root@10.0.0.1:22`. */
  readonly name: string
  readonly user: string
  /** Rejects with SwkError when no (further) channel can be had. */
  open(command: string, listener: ChannelListener): Promise<Channel>
  /** Called at most once, when the connection is lost; channels end as well. */
  onLost(listener: (reason: string) => void): void
  /** Another connection to the same host, for where this one can carry no second channel. */
  again(): Promise<Connection>
  close(): void
}
