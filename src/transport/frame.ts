/** Encodes frames; lengths delimit them, nothing is searched for (docs/protocol.md 3). */
import { gzipSync } from 'node:zlib'
import type { Frame, FrameKind } from './session.ts'

/** Beside the engine's kinds: `idle` keeps the watchdog quiet, `resume` is a `clear` that also ends a stop: after a cancellation, or after a required step that failed. */
export type WireKind = FrameKind | 'idle' | 'resume'

const letters: Readonly<Record<WireKind, string>> = {
  probe: 'p',
  step: 's',
  required: 'q',
  long: 'l',
  lock: 'k',
  unlock: 'u',
  clear: 'r',
  resume: 'R',
  idle: 'n',
}

/**
 * `KIND ID TIMEOUT N M`, N bytes of script, M bytes of payload (`zN`, `zM`: compressed by gzip), and a last line that says that nothing is
 * missing: what a dying controller sent half is never run.
 */
export function encodeFrame(id: number, kind: WireKind, frame: Omit<Frame, 'kind'>): Buffer {
  const script = sent(Buffer.from(frame.script))
  const payload = sent(frame.payload ?? Buffer.alloc(0), longPayload)
  const letter = frame.spools ? 'P' : frame.streams ? 'S' : letters[kind]
  const header = `${letter} ${id} ${seconds(frame.timeout)} ${script.size} ${payload.size}\n`
  return Buffer.concat([Buffer.from(header), script.bytes, payload.bytes, Buffer.from(`end ${id}\n`)])
}

type Part = { readonly size: string; readonly bytes: Buffer }

function sent(plain: Buffer, most = Number.POSITIVE_INFINITY): Part {
  const packed = plain.length > shortPart && plain.length <= most ? gzipSync(plain) : plain
  return packed.length < plain.length
    ? { size: `z${packed.length}`, bytes: packed }
    : { size: `${plain.length}`, bytes: plain }
}

/** Bytes up to which compression saves nothing: the steps of one change. */
const shortPart = 1024
/** Bytes from which a payload is a large file: it goes as it is, as the host must know whether it has room for it. */
const longPayload = 1024 ** 2

/** Whole seconds, never 0: `timeout 0` would be no limit at all. */
export function seconds(timeout: number): number {
  return Math.max(1, Math.ceil(timeout))
}
