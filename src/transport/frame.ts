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
 * `KIND ID TIMEOUT N M`, N bytes of script, M bytes of payload (`zN`, `zM`: compressed by gzip), and a last line that says that nothing is missing:
 * what a dying controller sent half is never run.
 */
export function encodeFrame(id: number, kind: WireKind, frame: Omit<Frame, 'kind'>): Buffer {
  const script = compressed(Buffer.from(frame.script))
  const payload = compressed(frame.payload ?? Buffer.alloc(0))
  const header = `${letters[kind]} ${id} ${seconds(frame.timeout)} ${script.size} ${payload.size}\n`
  return Buffer.concat([Buffer.from(header), script.bytes, payload.bytes, Buffer.from(`end ${id}\n`)])
}

/** Programs, reads of many resources, lists of changes; not the steps of one change, and no large file. */
const isLong = ({ length }: Buffer): boolean => length > 1024 && length <= 1_048_576

function compressed(plain: Buffer): { readonly size: string; readonly bytes: Buffer } {
  const bytes = isLong(plain) ? gzipSync(plain) : plain
  return { size: `${bytes === plain ? '' : 'z'}${bytes.length}`, bytes }
}

/** Whole seconds, never 0: `timeout 0` would be no limit at all. */
export function seconds(timeout: number): number {
  return Math.max(1, Math.ceil(timeout))
}
