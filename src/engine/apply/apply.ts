/** Makes one task's changes and believes only what it reads back. */
import { SwkError } from '../../errors/diagnostic.ts'
import type { HostRun, Ready } from '../host/host-run.ts'
import { type Progress, readScope } from '../host/progress.ts'
import type { HostState } from '../plan/host-state.ts'
import type { Plan } from '../plan/plan.ts'
import { planTask } from '../plan/plan-task.ts'
import { evaluateResult, finishTask, type Outcome } from '../result/evaluate-result.ts'
import { failure, problemOf, refusal } from '../result/failure.ts'
import { refuseItems } from '../result/refused-items.ts'
import { combineResults, itemResults, skippedResult, withChangedWhen } from '../result/result.ts'
import type { Task } from '../task.ts'
import { planAhead } from './ahead.ts'
import { CutOff } from './cut-off.ts'
import { applyDelegated } from './delegated.ts'
import { retryTask } from './retry.ts'
import { sendTasks } from './send.ts'

/** `following`: the tasks after it, if it succeeds. */
export async function applyTask(task: Task, run: HostRun, following: Iterable<Task> = []): Promise<Outcome> {
  const ready = run.ahead.get(task)
  if (ready) return settleReady(task, ready, run)
  if (task.delegateTo !== undefined) return applyDelegated(task, run, applyTask)
  const { progress, options } = run
  if (task.onlyAfterChange && options.mode === 'play' && !progress.changed) {
    return { status: 'skipped', because: 'nothing was changed' }
  }
  return retryTask(task, run, async tried => {
    try {
      return await applyPlan(tried, { ...(await planned(tried, run)), following }, run)
    } catch (error) {
      if (error instanceof CutOff || (error instanceof SwkError && lost(error))) throw error
      return failure({ task: tried, problem: problemOf(error) }, progress)
    }
  })
}

const lost = (error: SwkError): boolean =>
  error.diagnostics.some(d => d.code === 'unreachable' || d.code === 'protocol' || d.code === 'bug')

/** Plans on a fork of what is known; reads what is missing first. */
async function planned(task: Task, { progress, channel, options }: HostRun): Promise<{ plan: Plan; world: HostState }> {
  for (let stage = 0; stage < 20; stage++) {
    const world = channel.world.fork()
    const plan = planTask(task, readScope(progress), world)
    if (plan.type === 'unknown' && plan.forOthers && task.order !== undefined) {
      await options.batch?.meet(progress.host, task.order)
      continue
    }
    if (plan.type !== 'unread') return { plan, world }
    await channel.read(plan.refs)
  }
  throw new SwkError({
    code: 'bug',
    message: `planning "${task.name}" does not terminate: each pass reads more of the host`,
  })
}

/** What was sent ahead is evaluated in its turn, on what the host holds by now. */
export function settleReady(task: Task, { plan, items }: Ready, run: HostRun): Outcome {
  run.ahead.delete(task)
  try {
    if (plan.type === 'skipped') return skip(task, plan, run.progress)
    if (plan.type !== 'planned')
      throw new SwkError({ code: 'bug', message: `"${task.name}" is ${plan.type} and was sent` })
    return items ? evaluateResult({ task, plan, items }, run) : finishTask({ task, plan, results: [] }, run.progress)
  } catch (error) {
    return failure({ task, problem: problemOf(error) }, run.progress)
  }
}

function skip(task: Task, plan: Plan & { type: 'skipped' }, progress: Progress): Outcome {
  const result = skippedResult(plan)
  if (task.register !== undefined) progress.registered.set(task.register, result)
  return { status: 'skipped', because: plan.because, result }
}

type Planning = { readonly plan: Plan; readonly world: HostState; readonly following: Iterable<Task> }

async function applyPlan(task: Task, { plan, world, following }: Planning, run: HostRun): Promise<Outcome> {
  const { progress } = run
  if (plan.type === 'skipped') return skip(task, plan, progress)
  if (plan.type === 'refused') return refusal(task, progress, plan.refusal)
  if (plan.type !== 'planned')
    throw new SwkError({ code: 'bug', message: `"${task.name}" is ${plan.type} while it is applied` })
  const changes = plan.items.flatMap(item => item.changes)
  const isRefused = plan.items.some(item => item.refusal !== undefined)
  if (task.checkMode === true && isRefused && !task.failedWhen)
    return refuseItems(
      { task, plan, result: combineResults(plan, withChangedWhen(task, itemResults(plan, []), progress)) },
      progress,
    )
  if ((changes.length === 0 && !isRefused) || task.checkMode === true)
    return finishTask({ task, plan, results: [] }, progress)
  const objection = run.options.review?.before(task, changes)
  if (objection !== undefined) throw new SwkError({ code: 'plan-differs', message: objection })
  return sendTasks({ task, plan }, planAhead({ task, plan, world }, following, run), run)
}
