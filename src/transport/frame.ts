/** Encodes frames; lengths delimit them, nothing is searched for (docs/protocol.md 3). */
import { gzipSync } from 'node:zlib'
import type { Frame, FrameKind } from './session.ts'

/** Beside the engine's kinds: `idle` keeps the watchdog quiet, `resume` is a `clear` that also ends a cancellation. */
export type WireKind = FrameKind | 'idle' | 'resume'

const letters: Readonly<Record<WireKind, string>> = {
  probe: 'p',
  step: 's',
  long: 'l',
  lock: 'k',
  unlock: 'u',
  clear: 'r',
  resume: 'R',
  idle: 'n',
}

/**
 * `KIND ID TIMEOUT N M`, N bytes of script (`zN`: compressed by gzip), M bytes of payload, and a last line that says that nothing is missing: what
 * a dying controller sent half is never run.
 */
export function encodeFrame(id: number, kind: WireKind, frame: Omit<Frame, 'kind'>): Buffer {
  const plain = Buffer.from(frame.script)
  const isLong = plain.length > longScript
  const script = isLong ? gzipSync(plain) : plain
  const payload = frame.payload ?? Buffer.alloc(0)
  const size = `${isLong ? 'z' : ''}${script.length}`
  const header = `${frame.spools ? 'P' : letters[kind]} ${id} ${seconds(frame.timeout)} ${size} ${payload.length}\n`
  return Buffer.concat([Buffer.from(header), script, payload, Buffer.from(`end ${id}\n`)])
}

/** Bytes from which a script is compressed: programs and reads of many resources, not the steps of one change. */
const longScript = 1024

/** Whole seconds, never 0: `timeout 0` would be no limit at all. */
export function seconds(timeout: number): number {
  return Math.max(1, Math.ceil(timeout))
}
