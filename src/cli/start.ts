/** The one place that touches the process: standard streams, signals, the exit code. */
import { redact } from '../secret/index.ts'
import type { Io } from './io.ts'
import { main } from './main.ts'

/** Runs a command line in this process and ends the process with its exit code. */
export async function start(argv: readonly string[]): Promise<void> {
  const { interrupt, cancel } = interrupts()
  const io: Io = {
    // The last line of defence. Short secrets could be words of JSON: they are hidden where events are made.
    out: text => void process.stdout.write(redact(text, 8)),
    err: text => void process.stderr.write(redact(text, 8)),
    env: process.env,
    terminal: process.stdout.isTTY === true,
    size: process.stdout,
    atExit: work => void process.once('exit', work),
    interrupt,
    cancel,
  }
  let lost = false
  process.stderr.on('error', () => {})
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // A reader that has gone away (`| head`) must not end a play in the middle: what it would have read is dropped.
    if (error.code === 'EPIPE' || lost) return
    lost = true
    io.err(`swk: standard output cannot be written: ${error.message}; what follows is not reported\n`)
  })
  const code = await main(argv, io)
  await Promise.all([process.stdout, process.stderr].map(written))
  process.exit(lost && (code === 0 || code === 3) ? outputLost : code)
}

/** The hosts are as wanted, but nobody has read it: EX_IOERR of sysexits(3). */
const outputLost = 74

/** Until a slow reader of a pipe has taken all that was written, or is gone: an exit would drop the rest. */
function written(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise(resolve => {
    stream.write('', () => resolve())
  })
}

/** First signal: finish the step at work and report. Second: end it at once. Third: whatever still hangs, go. */
function interrupts(): { interrupt: AbortSignal; cancel: AbortSignal } {
  const first = new AbortController()
  const second = new AbortController()
  let last = Number.NEGATIVE_INFINITY
  const onSignal = (signal: NodeJS.Signals) => {
    const now = performance.now()
    // A terminal sends ^C to the whole process group, and a parent of ours may hand it on: still one.
    const again = now - last < 100
    last = now
    if (again) return
    if (second.signal.aborted) process.exit(130)
    if (first.signal.aborted) second.abort(signal)
    else first.abort(signal)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal)
  return { interrupt: first.signal, cancel: second.signal }
}
