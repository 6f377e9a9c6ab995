/** Starts a root (or login) shell in a channel and hands over what it says, sudo's questions answered. */
import { randomBytes } from 'node:crypto'
import type { SwkError } from '../errors/diagnostic.ts'
import type { Channel, ChannelEnd, Connection } from './channel.ts'
import { ended, failure, startFailure, startTimeout } from './failure.ts'
import { type LoopEvent, ProtocolError, ReplyReader } from './replies.ts'
import type { BecomeSpec } from './session.ts'
import { program, promptOf, start } from './start.ts'

export interface ShellListener {
  event(event: LoopEvent): void
  /** Called once: the shell is over; `error` is why, null after an ordered end. */
  over(error: SwkError | null, end: ChannelEnd | null): void
}

/** Seconds that a login shell and sudo may take, PAM and name services included. */
const startSeconds = 30

export class Shell {
  /** Bytes of the channel's payload, up and down. */
  up = 0
  down = 0
  readonly #connection: Connection
  readonly #become: BecomeSpec | undefined
  readonly #listener: ShellListener
  readonly #nonce = randomBytes(12).toString('hex')
  readonly #reader = new ReplyReader(this.#nonce)
  #channel: Channel | null = null
  /** The answer to a prompt that came together with the news that the channel is open. */
  readonly #early: Buffer[] = []
  /** What is written once sudo has let us in; null: it has. */
  #held: Buffer[] | null
  #said = ''
  #prompts = 0
  #greeted = false
  #over = false
  #timer: NodeJS.Timeout | null = null
  readonly #command: string

  constructor(connection: Connection, become: BecomeSpec | undefined, listener: ShellListener) {
    this.#connection = connection
    this.#become = connection.user === 'root' ? undefined : become
    this.#listener = listener
    const { command, wait } = start(this.#nonce, connection.user, become)
    this.#command = command
    this.#held = wait ? [] : null
  }

  /** Opens the channel and writes `text` for the shell to evaluate, behind sudo's dialogue if there is one. */
  async open(text: (nonce: string) => string): Promise<void> {
    if (this.#become?.password?.includes('\n'))
      throw failure(
        'sudo-failed',
        `${this.#connection.name}: the password for ${this.#become.method ?? 'sudo'} contains a line end`,
      )
    const channel = await this.#connection.open(this.#command, {
      stdout: piece => this.#stdout(piece),
      stderr: piece => this.#stderr(piece),
      end: end => this.#ended(end),
    })
    this.#channel = channel
    if (this.#over) return channel.close()
    for (const bytes of this.#early.splice(0)) channel.write(bytes)
    if (!this.#greeted) this.#timer = setTimeout(() => this.#late(), startSeconds * 1000)
    this.write(program(text(this.#nonce)))
  }

  write(bytes: Buffer): void {
    if (this.#held !== null) this.#held.push(bytes)
    else this.#send(bytes)
  }

  end(): void {
    this.#channel?.end()
  }

  /** Gives the shell up; nothing is told any more. */
  drop(): void {
    this.#finish(null, null)
  }

  #send(bytes: Buffer): void {
    if (this.#over) return
    this.up += bytes.length
    if (this.#channel === null) this.#early.push(bytes)
    else this.#channel.write(bytes)
  }

  #stdout(piece: Buffer): void {
    this.down += piece.length
    if (this.#over) return
    try {
      for (const event of this.#reader.push(piece)) this.#hear(event)
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error
      this.#finish(failure('protocol', `${this.#connection.name}: ${error.message}`), null)
    }
  }

  #hear(event: LoopEvent): void {
    if (this.#over) return
    if (event.type === 'root') this.#release()
    if (event.type === 'hello') {
      this.#greeted = true
      this.#calm()
    }
    if (event.type !== 'root') this.#listener.event(event)
  }

  #release(): void {
    const held = this.#held
    this.#held = null
    for (const bytes of held ?? []) this.#send(bytes)
  }

  /** The channel's stderr is noise for ever (lectures, host names), but for sudo's prompt. */
  #stderr(piece: Buffer): void {
    this.down += piece.length
    if (this.#over || this.#greeted) return
    this.#said = (this.#said + piece.toString('latin1')).slice(-4096)
    const prompt = promptOf(this.#nonce, this.#become)
    for (let at = this.#said.indexOf(prompt); at >= 0 && this.#become; at = this.#said.indexOf(prompt)) {
      this.#said = this.#said.slice(0, at) + this.#said.slice(at + prompt.length)
      this.#prompt()
    }
  }

  #prompt(): void {
    this.#prompts += 1
    if (this.#become?.method === 'su' && this.#become.password === undefined)
      this.#finish(this.#stillborn({ code: 1, signal: null }, 'a password is required'), null)
    else if (this.#prompts === 1) this.#send(Buffer.from(`${this.#become?.password ?? ''}\n`))
    else this.#finish(this.#stillborn({ code: 1, signal: null }, 'Sorry, try again'), null)
  }

  #late(): void {
    this.#finish(startTimeout(this.#connection.name, startSeconds), null)
  }

  #ended(end: ChannelEnd): void {
    if (this.#over) return
    if (this.#greeted) this.#finish(ended(this.#connection.name, end), end)
    // When the connection is lost, the connection itself says why, and first.
    else if (end.code === null && end.signal === null) this.#finish(ended(this.#connection.name, end), end)
    else this.#finish(this.#stillborn(end), end)
  }

  #stillborn(end: ChannelEnd, more = ''): SwkError {
    const utf8 = (latin1: string) => Buffer.from(latin1, 'latin1').toString('utf8')
    return startFailure({
      ...end,
      name: this.#connection.name,
      become: this.#become && (this.#become.method ?? 'sudo'),
      stdout: this.#reader.noise.toString('utf8'),
      stderr: utf8(this.#said.slice(-400)) + more,
    })
  }

  #calm(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }

  #finish(error: SwkError | null, end: ChannelEnd | null): void {
    if (this.#over) return
    this.#over = true
    this.#calm()
    this.#channel?.close()
    this.#listener.over(error, end)
  }
}
