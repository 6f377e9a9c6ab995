/** Ends the step that runs now through a second channel: the first one's shell waits for that very step. */
import { lines, type Sh, sh } from '../shell/sh.ts'
import type { Connection } from './channel.ts'
import type { BecomeSpec } from './session.ts'
import { Shell } from './shell.ts'

const patience = 15_000

/** Frames behind it are skipped, also those that a `clear` sent before would let run. */
export async function cancelStep(
  connection: Connection,
  become: BecomeSpec | undefined,
  loop: { readonly pid: number; readonly folder: string },
): Promise<void> {
  const text = cancelText(loop)
  try {
    await runOnce(connection, become, text)
  } catch {
    // MaxSessions 1: no second channel.
    const other = await connection.again()
    try {
      await runOnce(other, become, text)
    } finally {
      other.close()
    }
  }
}

/** Each step is a process group whose leader is a child of the loop; a child that is none (the watchdog) gets nothing. */
function cancelText({ pid, folder }: { readonly pid: number; readonly folder: string }): Sh {
  return lines(
    sh`: >${`${folder}/stop`}`,
    sh`for c in $(cat /proc/${pid}/task/${pid}/children); do kill -s TERM -- -$c; done`,
    sh`exit 0`,
  )
}

/** Resolves when the text has been run to its end. */
async function runOnce(connection: Connection, become: BecomeSpec | undefined, text: Sh): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const shell = new Shell(connection, become, {
    event: () => {},
    over: (error, end) => (end?.code === 0 ? resolve() : reject(error ?? new Error('it took too long'))),
  })
  const timer = setTimeout(() => shell.drop(), patience)
  try {
    await shell.open(() => text)
    await promise
  } finally {
    clearTimeout(timer)
  }
}
