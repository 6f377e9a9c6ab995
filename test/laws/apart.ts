/**
 * The law of refusals on random playbooks: each task in a play of its own meets the host as it is, and ends as the check of all tasks
 * together has shown. A check and a play that both refuse what could be done agree with each other, but not with this.
 */
import { expect } from 'vitest'
import type { Laboratory } from './laboratory.ts'
import type { Trial } from './trial.ts'

export async function isAsApart(lab: Laboratory, trial: Trial): Promise<void> {
  const { folder, playbook } = await lab.arrange(trial)
  const check = await lab.run(playbook, trial.user, 'check')
  const whole = trial.play(folder) as { readonly tasks: readonly object[] }
  const apart = lab.write(
    'apart.yaml',
    whole.tasks.map(task => ({ ...whole, tasks: [task] })),
  )
  const played = await lab.run(apart, trial.user, 'play')
  // Handlers run after each play here.
  if (played.told.some(one => one.section === 'handlers' && one.status === 'failed')) return
  // A play that is refused tells nothing but the task that fails.
  const isEnded = played.told.some(one => one.status === 'failed' && !one.ignored)
  const made = new Map(played.told.map(one => [one.task, one]))
  for (const one of check.told) {
    const other = made.get(one.task)
    if (one.status === 'unknown') {
      // What follows an unforeseen failure was not foreseen either.
      if (other?.status === 'failed') return
      continue
    }
    if (other === undefined && isEnded) continue
    lab.add(one.status)
    expect(other?.status, `${one.task} by itself; in the check: ${one.error?.message ?? ''}`).toBe(one.status)
    if (one.status === 'failed' && !one.ignored) return
  }
}
