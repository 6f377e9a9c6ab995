/** Makes a host as its play declares it: task by task, with the handlers that are due. */
import { confirmAllRunning, confirmRunning } from '../apply/confirm-running.ts'
import { readPendingHandlers, renderPendingHandlers } from '../apply/pending-handlers.ts'
import { renderFrame } from '../apply/steps.ts'
import type { Task } from '../task.ts'
import { endPlay, type HostRun, type HostStatus, type Start } from './host-run.ts'
import { nextHandler } from './next-handler.ts'
import { keepResults, readScope, startProgress } from './progress.ts'
import { reportReady, runTask } from './run-task.ts'
import { type Op, type OpStatus, schedule, type WalkStatus, walkHandler } from './schedule.ts'

export async function converge({ play, channel, notified, options }: Start): Promise<HostStatus> {
  const { results, others } = options
  const progress = startProgress({ host: play.host, world: channel.world, notified, results, others })
  options.batch?.attach(play.host, progress)
  const run: HostRun = { play, progress, channel, options, ahead: new Map() }
  const ops = schedule(play, () => readScope(progress))
  let next = ops.next()
  while (!next.done) next = ops.next(await runOp(next.value))
  reportReady(run)
  keepResults(options.results, progress)
  if (next.value === 'failed') {
    endPlay(progress.failed, options)
    await channel.recover()
    await strikeOff(run)
  }
  if (next.value === 'interrupted' || (next.value === 'failed' && !progress.isVerifying)) return next.value
  return (await confirmAllRunning(run)) && next.value !== 'failed' ? 'done' : 'failed'

  async function runOp(op: Op): Promise<OpStatus> {
    // What runs after a failure (rescue, always, force_handlers) finds a shell that runs steps again.
    await channel.recover()
    if (op.type === 'task') {
      if (op.task.section === 'verification') progress.isVerifying = true
      return runTask(op.task, run, op.following)
    }
    reportReady(run)
    if (op.type === 'reconnect') return reconnect(run)
    const status = await flush(run)
    if (status !== 'done') return status
    return (await confirmRunning(run, op.section)) ? 'done' : 'failed'
  }
}

async function flush(run: HostRun): Promise<HostStatus> {
  const { play, progress } = run
  const runs: string[] = []
  for (;;) {
    const due = nextHandler(play, name => progress.notified.has(name), runs)
    if (!due) break
    runs.push(due.name)
    const status = await runHandler(due, run)
    if (status === 'failed' || status === 'interrupted') return status
    progress.notified.delete(due.name)
  }
  await strikeOff(run)
  return 'done'
}

/** With what it includes. */
async function runHandler(handler: Task, run: HostRun): Promise<WalkStatus> {
  const ops = walkHandler(handler, () => readScope(run.progress))
  let next = ops.next()
  while (!next.done) next = ops.next(await runHandlerOp(next.value, run))
  return next.value
}

/** A handler flushes none. */
async function runHandlerOp(op: Op, run: HostRun): Promise<OpStatus> {
  if (op.type === 'task') return runTask(op.task, run)
  return op.type === 'reconnect' ? reconnect(run) : 'done'
}

async function reconnect({ channel }: HostRun): Promise<OpStatus> {
  await channel.reconnect()
  return 'done'
}

/** What had nothing to do, or was noted ahead of a change that turned out to be none (`changed_when`), is due no more. */
async function strikeOff({ play, progress, channel }: HostRun): Promise<void> {
  const own = new Set([...play.handlers.map(handler => handler.name), ...(play.dropped ?? [])])
  const strike = readPendingHandlers(channel.world).filter(name => own.has(name) && !progress.notified.has(name))
  const steps = renderPendingHandlers(channel.world, { strike })
  const frames = steps.map(step => renderFrame(step, undefined))
  if (frames.length > 0) await channel.change(frames, [])
}
