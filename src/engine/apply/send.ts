/** Sends the changes of tasks, and the look at the host after them, in one exchange. */
import type { Step } from '../../resources/kind.ts'
import type { Frame, Reply } from '../../transport/session.ts'
import type { HostRun } from '../host/host-run.ts'
import { restartOf } from '../observe/restart.ts'
import type { ItemPlan } from '../plan/plan.ts'
import { describeSteps, verbosityOf } from '../report/details.ts'
import { evaluateResult, hasResult, type Outcome, type Planned } from '../result/evaluate-result.ts'
import { failNotBegun } from '../result/not-begun.ts'
import { judgeItem, type SentItem } from '../result/outcomes.ts'
import { type Task, writingUser } from '../task.ts'
import { changesOf, type PlannedTask } from './ahead.ts'
import { CutOff } from './cut-off.ts'
import { renderSent, type SentSteps } from './lists.ts'
import { renderPendingHandlers } from './pending-handlers.ts'
import { type FailedStep, RequiredSteps } from './required.ts'
import { renderFrame, renderSteps } from './steps.ts'

type First = { readonly task: Task; readonly plan: Planned }

type Part = SentSteps | Frame

/** The outcome of the first; the others are left in `run.ahead`, as far as they were made. */
export async function sendTasks(first: First, others: readonly PlannedTask[], run: HostRun): Promise<Outcome> {
  const { progress, channel, options } = run
  const changing = [first, ...others.filter(({ plan }) => changesOf(plan).length > 0)]
  const recorded = options.journal?.record(changing.map(({ task, plan }) => ({ task, changes: changesOf(plan) })))
  const required = new RequiredSteps()
  const before = required.render(first.task, recorded?.before ?? [])
  const steps = new Map(changing.flatMap(one => itemsOf(one).map(item => [item, renderSteps(item.changes)] as const)))
  const strike = first.task.section === 'handlers' ? [first.task.name] : []
  const parts = changing.flatMap((one, at) =>
    renderTask(one, { at, isAlone: changing.length === 1, steps, required, run }),
  )
  const after = [...(recorded?.after ?? []), ...renderPendingHandlers(channel.world, { strike })]
  const rendered = renderSent([...before, ...parts, ...after.map(step => renderFrame(step, undefined))])
  if ((options.verbosity ?? 0) >= verbosityOf.steps)
    for (const one of changing) {
      const told = { task: one.task, user: writingUser(one.task, options.loginUser) }
      const own = itemsOf(one).flatMap(item => steps.get(item) ?? [])
      for (const text of describeSteps({ ...told, steps: own }))
        options.emit({ type: 'detail', host: progress.host, text })
    }
  const output = (text: string): void => {
    if (!first.task.noLog) options.emit({ type: 'output', host: progress.host, task: first.task.name, text })
  }
  const replies: Reply[] = []
  let started = Date.now()
  const reply = (one: Reply, at: number): void => {
    const ended = Date.now()
    replies[at] = { times: { started, ended }, ...one }
    started = ended
  }
  const sentItems = () => {
    const found = rendered.repliesIn(replies)
    return ({ plan }: PlannedTask): readonly SentItem[] =>
      itemsOf({ plan }).map(item => {
        const own = steps.get(item) ?? []
        return { item, steps: own, replies: own.map(step => found.get(step)) }
      })
  }
  const findFailed = () => {
    const failed = required.failedIn(rendered.frames, replies)
    if (failed && recorded?.before.includes(failed.step)) recorded.withdraw()
    return failed
  }
  try {
    const changes = changing.flatMap(({ plan }) => changesOf(plan))
    await channel.change(rendered.frames, changes, { output, reply })
    // What runs now was started by the boot.
    if (restartOf(changes)) for (const units of [progress.started, progress.watched]) units.clear()
  } catch (error) {
    findFailed()
    const sent = sentItems()
    const judge = (one: SentItem) => ({ item: one.item, made: judgeItem(one, channel.world) })
    throw new CutOff(
      error,
      changing.map(one => ({ task: one.task, items: sent(one).map(judge) })),
    )
  }
  const isEnded = options.signal?.aborted && replies.some(one => one.rc === terminated)
  // What the host holds decides what was changed.
  await channel.recover()
  const failed = findFailed()
  const sent = sentItems()
  const unmade = keepReady(
    others.map(one => ({ ...one, items: sent(one) })),
    { first: sent(first), failed, run },
  )
  const isBegun = failed?.task !== first.task
  recorded?.forget(isBegun ? unmade : new Set([first.task, ...unmade]))
  const outcome = isBegun ? evaluateResult({ ...first, items: sent(first) }, run) : failNotBegun(first, failed, run)
  recorded?.settle(isBegun && outcome.status !== 'ok')
  if (isBegun && outcome.status === 'failed') recorded?.miss(first.task, outcome.changes ?? [])
  return isEnded && outcome.status === 'failed' ? ended(outcome) : outcome
}

const itemsOf = ({ plan }: Pick<PlannedTask, 'plan'>): readonly ItemPlan[] =>
  plan.type === 'planned' ? plan.items : []

type Around = {
  readonly at: number
  readonly isAlone: boolean
  readonly steps: ReadonlyMap<ItemPlan, readonly Step[]>
  readonly required: RequiredSteps
  readonly run: HostRun
}

/** Handlers that the task notifies are noted ahead of its changes. */
function renderTask({ task, plan }: PlannedTask, { at, isAlone, steps, required, run }: Around): readonly Part[] {
  const { channel, options } = run
  const user = writingUser(task, options.loginUser)
  const note = changesOf(plan).some(change => !change.quiet) ? task.notify : []
  const notes = required.render(task, renderPendingHandlers(channel.world, { note }))
  const items = itemsOf({ plan })
  const parts = items.map(
    (item, i): SentSteps => ({
      task: at,
      item: i,
      steps: steps.get(item) ?? [],
      user,
      environment: item.environment,
      goesOn: isAlone && (hasResult(item.changes) || i < items.length - 1),
    }),
  )
  return [...notes, ...parts]
}

type Sent = PlannedTask & { readonly items: readonly SentItem[] }

type Made = {
  readonly first: readonly SentItem[]
  readonly failed: FailedStep | undefined
  readonly run: HostRun
}

/** Leaves the tasks that were made to be evaluated in their turn. Returns those that were not, because a step before them failed. */
function keepReady(others: readonly Sent[], { first, failed, run }: Made): ReadonlySet<Task> {
  const isWhole = (items: readonly SentItem[]): boolean =>
    items.every(({ replies }) => replies.every(reply => reply?.rc === 0 && !reply.skipped))
  const lost = new Set<Task>()
  let isBroken = !isWhole(first)
  for (const { task, plan, items } of others) {
    isBroken ||= task === failed?.task
    if (isBroken) lost.add(task)
    else run.ahead.set(task, { plan, ...(changesOf(plan).length > 0 && { items }) })
    isBroken ||= !isWhole(items)
  }
  return lost
}

/** Exit status of a step that the second interrupt has ended (128 + SIGTERM). */
const terminated = 143

function ended(outcome: Outcome): Outcome {
  const message = `interrupted while it ran: ${outcome.error?.message ?? ''}`
  return { ...outcome, ignored: false, error: { code: 'interrupted', message } }
}
