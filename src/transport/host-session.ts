/** The session over one connection: frames out, replies in, in order; a failure ends it for good and always in time. */
import type { SwkError } from '../errors/diagnostic.ts'
import { cancelStep } from './cancel.ts'
import type { Connection } from './channel.ts'
import { failure } from './failure.ts'
import { encodeFrame, seconds, type WireKind } from './frame.ts'
import { loopText } from './loop.ts'
import { SentPrograms } from './programs.ts'
import type { LoopEvent } from './replies.ts'
import type { BecomeSpec, Frame, Reply, Session, Traffic } from './session.ts'
import { Shell } from './shell.ts'

type Waiting = {
  readonly id: number
  /** Milliseconds that the host may take, its own killing included. */
  readonly patience: number
  readonly long: boolean
  readonly chunks: Buffer[]
  show(piece: Buffer): void
  done(reply: Reply): void
  fail(error: SwkError): void
}

/** The watchdog on the host ends a loop that hears nothing for 90 s. */
const idleEvery = 30_000
/** What a frame may take beyond its own timeout and the 5 s until KILL. */
const grace = 30_000
/** The slowest uplink that is waited for, in bytes a second. */
const slowest = 8_000

export class HostSession implements Session {
  readonly #connection: Connection
  readonly #become: BecomeSpec | undefined
  readonly #shell: Shell
  readonly #waiting: Waiting[] = []
  readonly #idle: NodeJS.Timeout
  readonly #programs = new SentPrograms()
  #ids = 0
  #roundTrips = 0
  #error: SwkError | null = null
  #late: NodeJS.Timeout | null = null
  #loop: Extract<LoopEvent, { type: 'hello' }> | null = null
  #changed = false
  /** The host skips all frames up to a `resume`. */
  #isStopped = false
  #closed: (() => void) | null = null

  constructor(connection: Connection, become: BecomeSpec | undefined) {
    this.#connection = connection
    this.#become = become
    this.#shell = new Shell(connection, become, {
      event: event => this.#hear(event),
      over: error => this.#fail(error),
    })
    connection.onLost(reason => this.#fail(failure('unreachable', `${connection.name}: ${reason}`)))
    this.#idle = setInterval(() => this.#stayAwake(), idleEvery).unref()
  }

  /** Starts the loop without waiting for it: the first exchange travels right behind. */
  open(): Promise<void> {
    return this.#shell.open(loopText)
  }

  get traffic(): Traffic {
    return { roundTrips: this.#roundTrips, bytesUp: this.#shell.up, bytesDown: this.#shell.down }
  }

  async exchange(
    frames: readonly Frame[],
    onOutput: (chunk: Buffer) => void = () => {},
    onReply: (reply: Reply, at: number) => void = () => {},
  ): Promise<readonly Reply[]> {
    if (this.#error !== null) throw this.#error
    if (frames.length === 0) return []
    this.#roundTrips += 1
    return this.#send(frames, onOutput, onReply)
  }

  post(frames: readonly Frame[]): void {
    if (this.#error === null) this.#send(frames).catch(() => {})
  }

  async #send(
    frames: readonly Frame[],
    onOutput: (chunk: Buffer) => void = () => {},
    onReply: (reply: Reply, at: number) => void = () => {},
  ): Promise<readonly Reply[]> {
    this.#changed ||= frames.some(frame => frame.kind !== 'probe')
    const encoded: Buffer[] = []
    const prepared = this.#programs.prepare(frames)
    const waiting = prepared.frames.map(frame => this.#queue(this.#wireKind(frame), frame, encoded, onOutput))
    for (const [at, reply] of waiting.entries()) reply.then(one => onReply(one, at)).catch(() => {})
    this.#shell.write(Buffer.concat(encoded))
    const replies = await Promise.all(waiting)
    prepared.settle(replies)
    this.#isStopped ||= replies.some(({ rc, skipped }, at) => frames[at]?.kind === 'required' && !skipped && rc !== 0)
    return replies
  }

  async cancel(): Promise<void> {
    if (this.#error !== null || this.#waiting.length === 0) return
    this.#isStopped = true
    try {
      if (this.#loop === null) throw new Error('not started')
      await cancelStep(this.#connection, this.#become, this.#loop)
    } catch {
      this.#fail(
        failure('interrupted', `${this.#connection.name}: left in the middle of a step, which could not be ended`),
      )
    }
  }

  /** Waits (briefly) until the host has let go of the lock, where there was one. */
  async close(): Promise<void> {
    if (this.#error === null) {
      const gone = new Promise<void>(resolve => {
        this.#closed = resolve
        setTimeout(resolve, 2000).unref()
      })
      this.#shell.end()
      if (this.#changed) await gone
    }
    this.#fail(failure('interrupted', `${this.#connection.name}: the session is closed`))
  }

  /** A `clear` that was sent before a stop must not end it; one that is sent after it must. */
  #wireKind(frame: Frame): WireKind {
    if (frame.kind !== 'clear' || !this.#isStopped) return frame.kind
    this.#isStopped = false
    return 'resume'
  }

  #queue(kind: WireKind, frame: Omit<Frame, 'kind'>, to: Buffer[], onOutput: (chunk: Buffer) => void): Promise<Reply> {
    const id = ++this.#ids
    const bytes = encodeFrame(id, kind, frame)
    to.push(bytes)
    const patience = seconds(frame.timeout) * 1000 + 5000 + grace + (bytes.length / slowest) * 1000
    return new Promise((done, fail) => {
      this.#waiting.push({ id, patience, long: kind === 'long', chunks: [], show: onOutput, done, fail })
      if (this.#waiting.length === 1) this.#watch()
    })
  }

  #hear(event: LoopEvent): void {
    if (event.type === 'hello') this.#loop = event
    if (event.type !== 'chunk' && event.type !== 'reply') return
    const first = this.#waiting[0]
    if (first === undefined || first.id !== event.id) {
      this.#fail(failure('protocol', `${this.#connection.name}: a reply to a frame that was not sent`))
      return
    }
    if (first.long && event.stdout.length > 0) first.show(event.stdout)
    first.chunks.push(event.stdout)
    if (event.type === 'chunk') return
    this.#waiting.shift()
    this.#watch()
    const { rc, skipped, stderr, cut } = event
    first.done({ rc, skipped, stdout: Buffer.concat(first.chunks), stderr, cut })
  }

  /** The host ends a frame by itself; a host that does not answer at all must not be waited for without end. */
  #watch(): void {
    if (this.#late !== null) clearTimeout(this.#late)
    const first = this.#waiting[0]
    this.#late =
      first === undefined
        ? null
        : setTimeout(
            () => this.#fail(failure('unreachable', `${this.#connection.name}: the host does not answer`)),
            first.patience,
          )
  }

  #stayAwake(): void {
    if (this.#waiting.length > 0 || this.#error !== null) return
    const bytes: Buffer[] = []
    this.#queue('idle', { script: '' as Frame['script'], timeout: 10 }, bytes, () => {}).catch(() => {})
    this.#shell.write(Buffer.concat(bytes))
  }

  #fail(error: SwkError | null): void {
    this.#closed?.()
    if (this.#error !== null || error === null) return
    this.#error = error
    clearInterval(this.#idle)
    if (this.#late !== null) clearTimeout(this.#late)
    for (const waiting of this.#waiting.splice(0)) waiting.fail(error)
    this.#shell.drop()
    this.#connection.close()
  }
}
