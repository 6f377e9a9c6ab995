import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { must } from './exec.ts'
import { hostFiles } from './paths.ts'

/** Starts a host whose root is mounted. It belongs to no process: its folder says how it ends. */
export async function powerOn(name: string): Promise<void> {
  const { boot, bootLock, console } = hostFiles(name)
  await must(['flock', '--timeout', '10', bootLock, 'true']) // the boot before has to be over
  const output = openSync(console, 'a')
  spawn('sh', [boot], { detached: true, stdio: ['ignore', output, output] }).unref()
  closeSync(output)
}

/**
 * Takes the host down when this process ends, however it ends: only this process holds the other end of the
 * watcher's input. What is returned lets go of it earlier.
 */
export function tieToThisProcess(name: string): () => Promise<void> {
  const watcher = spawn('sh', [hostFiles(name).watch], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] })
  watcher.unref()
  const pipe = watcher.stdin as NonNullable<typeof watcher.stdin> & { unref(): void }
  pipe.unref()
  const ended = once(watcher, 'close')
  return async () => {
    watcher.ref()
    pipe.end()
    await ended
  }
}
