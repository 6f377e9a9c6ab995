/** Runs swk as its users do. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { HostSummary, SwkEvent } from '../../../src/engine/events.ts'

export type SwkRun = {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  readonly events: readonly SwkEvent[]
}

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** Resolves when swk has ended; `events` are the lines of `--reporter json`. */
export async function swk(...args: readonly string[]): Promise<SwkRun> {
  const { child, ended } = startSwk(...args)
  await once(child, 'spawn')
  return ended
}

/** Starts swk and gives its process, so that a test can end it in the middle. */
export function startSwk(...args: readonly string[]): { child: ChildProcess; ended: Promise<SwkRun> } {
  const child = spawn(process.execPath, ['bin/swk.js', ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  const out: Buffer[] = []
  const err: Buffer[] = []
  child.stdout?.on('data', chunk => out.push(chunk))
  child.stderr?.on('data', chunk => err.push(chunk))
  const ended = once(child, 'close').then(([code]) => {
    const stdout = Buffer.concat(out).toString('utf8')
    return { code, stdout, stderr: Buffer.concat(err).toString('utf8'), events: eventsOf(stdout) }
  })
  return { child, ended }
}

/** The event lines of `--reporter json`; a line cut short by a kill is left out. */
function eventsOf(stdout: string): readonly SwkEvent[] {
  const lines = stdout.split('\n').filter(line => line.startsWith('{'))
  return lines.flatMap(line => {
    try {
      return [JSON.parse(line) as SwkEvent]
    } catch {
      return []
    }
  })
}

export type TaskEvent = SwkEvent & { type: 'task' }

export function tasks(run: SwkRun, status?: TaskEvent['status']): readonly TaskEvent[] {
  const all = run.events.filter((event): event is TaskEvent => event.type === 'task')
  return status === undefined ? all : all.filter(event => event.status === status)
}

export function summary(run: SwkRun, host: string): HostSummary {
  const last = run.events.findLast(event => event.type === 'summary')
  const counts = last?.type === 'summary' ? last.hosts[host] : undefined
  if (counts === undefined) throw new Error(`no summary of ${host}: ${run.stdout.slice(-500)}\n${run.stderr}`)
  return counts
}
