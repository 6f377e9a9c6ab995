import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { LabError } from './error.ts'

/**
 * Runs `work` while this process alone holds `file`, over all processes of the machine.
 * The kernel holds the lock, through flock(1): it is free again whatever way this process ends.
 */
export async function withLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  mkdirSync(dirname(file), { recursive: true })
  const holder = spawn('flock', [file, 'sh', '-c', 'echo held; cat'], { stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = new Promise(resolve => holder.on('close', resolve))
  await new Promise((resolve, reject) => {
    holder.stdout.once('data', resolve)
    holder.once('error', reject)
    holder.once('close', () => reject(new LabError(`the lock ${file} could not be taken`)))
  })
  try {
    return await work()
  } finally {
    holder.stdin.end()
    await ended
  }
}
