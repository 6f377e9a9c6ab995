/** One task on a host that is being changed, from its start to what is told of it. */
import { applyTask, settleReady } from '../apply/apply.ts'
import { followTask, publishTask } from '../apply/once.ts'
import { describeCutOff, Reported } from '../report/lost.ts'
import { reportTask, startTask } from '../report/report.ts'
import { isFollower, isRescued, type Task } from '../task.ts'
import type { HostRun } from './host-run.ts'
import type { OpStatus } from './schedule.ts'

/** `--step`: the answer was no. */
function leaveOut(task: Task, { progress, options }: HostRun): OpStatus {
  const because = 'left out'
  reportTask(options.emit, { host: progress.host, task, status: 'skipped', because, ms: 0 })
  return 'skipped'
}

/** Another host of the batch runs it. */
async function follow(task: Task, run: HostRun): Promise<OpStatus> {
  const outcome = await followTask(task, run)
  if (outcome === undefined) return 'done'
  reportTask(run.options.emit, { ...outcome, host: run.progress.host, task, ms: 0 })
  return outcome.ignored && !isRescued(task) ? 'done' : 'failed'
}

/** What was sent ahead of a task that failed was changed all the same. */
export function reportReady(run: HostRun): void {
  const { progress, options } = run
  for (const [task, ready] of run.ahead) {
    if (!ready.items) continue
    startTask(options.emit, progress.host, task)
    reportTask(options.emit, { ...settleReady(task, ready, run), host: progress.host, task, ms: 0 })
  }
  run.ahead.clear()
}

export async function runTask(task: Task, run: HostRun, following: Iterable<Task> = []): Promise<OpStatus> {
  const { progress, options } = run
  if (!run.ahead.has(task)) {
    if (options.signal?.aborted || options.batch?.hasEnded) return 'interrupted'
    reportReady(run)
  }
  if (task.order !== undefined) options.batch?.reach(progress.host, task.order)
  if (isFollower(task, progress.host)) return follow(task, run)
  if ((await options.confirmTask?.(progress.host, task.name)) === false) return leaveOut(task, run)
  const leave = await options.batch?.enter(task)
  const start = performance.now()
  startTask(options.emit, progress.host, task)
  const told = await applyTask(task, run, following)
    .catch(error => {
      const ms = performance.now() - start
      for (const one of describeCutOff(error, task)) {
        if (one.task !== task) startTask(options.emit, progress.host, one.task)
        reportTask(options.emit, { ...one, host: progress.host, ms })
      }
      throw new Reported(error)
    })
    .finally(leave)
  reportTask(options.emit, { ...told, host: progress.host, task, ms: performance.now() - start })
  publishTask(task, told, run)
  if (told.status === 'skipped') return 'skipped'
  if (told.status !== 'failed' || (told.ignored && !isRescued(task))) return 'done'
  progress.failed = task
  return told.error?.code === 'interrupted' ? 'interrupted' : 'failed'
}
