/** Plays as swk does, and is killed (SIGKILL) as soon as its Nth task has ended: nothing of the next one, nor of handlers, reaches the host. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { loadProject, play } from '../../../src/index.ts'
import type { LabHost } from '../../../src/lab/index.ts'
import { waitForLock } from './lock.ts'

export type Stop = { readonly host: LabHost; readonly playbook: string; readonly inventory: string }

/** Resolves once the host is free again: with the task that was the last, or undefined where the play came to its end before. */
export async function stopPlay({ host, playbook, inventory }: Stop, afterTasks: number): Promise<string | undefined> {
  const args = [fileURLToPath(import.meta.url), playbook, inventory, String(afterTasks)]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  let last = ''
  child.stdout.on('data', (chunk: Buffer) => {
    last += chunk.toString('utf8')
  })
  const [, signal] = await once(child, 'close')
  await waitForLock(host)
  return signal === 'SIGKILL' ? last : undefined
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [playbook = '', inventory = '', afterTasks] = process.argv.slice(2)
  let tasks = 0
  const { exit } = await play(await loadProject({ playbook, inventory }), {
    onEvent: event => {
      if (event.type !== 'task' || ++tasks < Number(afterTasks)) return
      writeSync(1, event.task)
      process.kill(process.pid, 'SIGKILL')
    },
  })
  process.exitCode = exit
}
