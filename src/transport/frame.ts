/** Encodes frames; lengths delimit them, nothing is searched for (docs/protocol.md 3). */
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
 * `KIND ID TIMEOUT N M`, N bytes of script, M bytes of payload, and a last line that says that nothing is missing: what
 * a dying controller sent half is never run.
 */
export function encodeFrame(id: number, kind: WireKind, frame: Omit<Frame, 'kind'>): Buffer {
  const script = Buffer.from(frame.script)
  const payload = frame.payload ?? Buffer.alloc(0)
  const header = `${letters[kind]} ${id} ${seconds(frame.timeout)} ${script.length} ${payload.length}\n`
  return Buffer.concat([Buffer.from(header), script, payload, Buffer.from(`end ${id}\n`)])
}

/** Whole seconds, never 0: `timeout 0` would be no limit at all. */
export function seconds(timeout: number): number {
  return Math.max(1, Math.ceil(timeout))
}
