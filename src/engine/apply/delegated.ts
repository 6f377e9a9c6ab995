/** A task that runs on another host: it looks and changes there, and all that it leaves is its own host's. */
import { SwkError } from '../../errors/diagnostic.ts'
import { pendingHandlersRef } from '../../resources/pending-handlers.ts'
import type { Delegate } from '../fleet/delegates.ts'
import type { HostRun } from '../host/host-run.ts'
import { giveFacts, notify, progressFor, progressOn, readScope } from '../host/progress.ts'
import type { Outcome } from '../result/evaluate-result.ts'
import type { Task } from '../task.ts'

type Apply = (task: Task, run: HostRun) => Promise<Outcome>

/** `task` without its host, and with its own host's results. */
export function applyDelegated(task: Task, run: HostRun, apply: Apply): Promise<Outcome> {
  const { delegateTo = '', ...rest } = task
  const { delegates } = run.options
  if (!delegates) throw new SwkError({ code: 'bug', message: `"${task.name}" cannot be delegated to ${delegateTo}` })
  return delegates.run(delegateTo, async delegate => {
    const progress = progressOn(progressFor(run.progress, task), delegate.client.world)
    const inner = { ...run, progress, channel: delegate.client, options: optionsOn(run, delegate) }
    const here: Task = { ...rest, notify: [] }
    if (!delegate.client.world.has(pendingHandlersRef)) await delegate.client.read([pendingHandlersRef])
    if (run.options.isInPlay?.(delegateTo)) await readAgain(here, inner)
    const outcome = await apply(here, inner).finally(() => {
      if (delegate.journal && delegate.journal.entries.length > 0) run.options.journal?.noteDelegated(delegateTo)
    })
    await delegate.client.recover()
    if (task.delegatesFacts) run.options.keepFor?.(delegateTo, giveFacts(run.progress, task, progress))
    if (progress.changed) run.progress.changed = true
    if (outcome.status === 'changed') notify(run.progress, task)
    return outcome
  })
}

function optionsOn({ options }: HostRun, { loginUser, journal }: Delegate): HostRun['options'] {
  // Its own journal keeps what its own host undoes.
  const { loginUser: _, journal: __, ...rest } = options
  return { ...rest, ...(journal && { journal }), ...(loginUser !== undefined && { loginUser }) }
}

async function readAgain(task: Task, { progress, channel }: HostRun): Promise<void> {
  const resolution = task.resolve(readScope(progress))
  const instances = resolution.type === 'run' ? resolution.instances : []
  const refs = instances.flatMap(({ args }) => task.module.reads(args))
  if (refs.length > 0) await channel.read(refs)
}
