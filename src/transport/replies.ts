/** What the loop sends back, as bytes in any pieces -> events. */
import { ByteQueue } from './byte-queue.ts'

export type LoopEvent =
  /** sudo asked for nothing more: the password must not be sent any longer. */
  | { readonly type: 'root' }
  | { readonly type: 'hello'; readonly pid: number; readonly uid: number; readonly folder: string }
  | { readonly type: 'chunk'; readonly id: number; readonly stdout: Buffer }
  | {
      readonly type: 'reply'
      readonly id: number
      readonly rc: number
      readonly skipped: boolean
      readonly stdout: Buffer
      readonly stderr: Buffer
      readonly cut: boolean
    }

/** The stream is not what the loop sends. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError'
}

type Header = { id: number; rc: string; out: number; err: number; cut: boolean }

const noiseLimit = 1 << 20
const headerLimit = 200

export class ReplyReader {
  readonly #nonce: string
  readonly #bytes = new ByteQueue()
  #noise: Buffer | null = Buffer.alloc(0)
  #header: Header | null = null

  constructor(nonce: string) {
    this.#nonce = nonce
  }

  /** What a login shell said before the hello (.bashrc, MOTD): for an error message, at most 200 bytes. */
  get noise(): Buffer {
    return (this.#noise ?? Buffer.alloc(0)).subarray(0, 200)
  }

  /** Takes a piece of the stream and gives the events that it completes. Throws {@link ProtocolError}. */
  *push(piece: Buffer): Generator<LoopEvent> {
    if (this.#noise !== null) yield* this.#login(piece)
    else this.#bytes.push(piece)
    for (let event = this.#next(); event !== undefined; event = this.#next()) yield event
  }

  *#login(piece: Buffer): Generator<LoopEvent> {
    this.#noise = Buffer.concat([this.#noise as Buffer, piece])
    if (this.#cutRoot()) yield { type: 'root' }
    const at = this.#noise.indexOf(`\n${this.#nonce} hello `)
    const end = at < 0 ? -1 : this.#noise.indexOf(10, at + 1)
    if (end < 0) {
      if (this.#noise.length > noiseLimit) throw new ProtocolError('the login shell prints without end')
      return
    }
    const line = this.#noise.toString('latin1', at + 1, end)
    const [, pid, uid, folder] = /^\S+ hello (\d+) (\d+) (\/\S+)$/.exec(line) ?? []
    if (folder === undefined) throw new ProtocolError('the shell sent an unexpected greeting')
    this.#bytes.push(this.#noise.subarray(end + 1))
    this.#noise = null
    yield { type: 'hello', pid: Number(pid), uid: Number(uid), folder }
  }

  /** Takes sudo's mark out of the noise; behind the hello it would be output. */
  #cutRoot(): boolean {
    const noise = this.#noise as Buffer
    const mark = `${this.#nonce}+\n`
    const at = noise.indexOf(mark)
    const hello = noise.indexOf(`\n${this.#nonce} hello `)
    if (at < 0 || (hello >= 0 && hello < at)) return false
    this.#noise = Buffer.concat([noise.subarray(0, at), noise.subarray(at + mark.length)])
    return true
  }

  #next(): LoopEvent | undefined {
    if (this.#noise !== null) return undefined
    this.#header ??= this.#readHeader()
    if (this.#header === null) return undefined
    const { id, rc, out, err, cut } = this.#header
    const body = this.#bytes.take(out + err)
    if (body === undefined) return undefined
    this.#header = null
    if (rc === '+') return { type: 'chunk', id, stdout: body }
    const skipped = rc === 'skip'
    const stdout = body.subarray(0, out)
    return { type: 'reply', id, rc: skipped ? -1 : Number(rc), skipped, stdout, stderr: body.subarray(out), cut }
  }

  #readHeader(): Header | null {
    const line = this.#bytes.takeLine(headerLimit)
    if (line === undefined) {
      if (this.#bytes.length > headerLimit) throw new ProtocolError('a reply does not start at its marker')
      return null
    }
    const match = /^(\S+) (\d+) (\d+|skip|\+) (\d+) (\d+) ([01])$/.exec(line)
    if (match === null || match[1] !== this.#nonce) throw new ProtocolError('a reply does not start at its marker')
    const [, , id, rc, out, err, cut] = match
    return { id: Number(id), rc: rc as string, out: Number(out), err: Number(err), cut: cut === '1' }
  }
}
