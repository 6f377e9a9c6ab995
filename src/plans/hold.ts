/** Holds a play to its plan: what differs is refused, before the host is changed where that can be known. */
import type { RunnablePlay } from '../engine/index.ts'
import { differences, unplanned } from './compare.ts'
import type { Hash } from './fingerprint.ts'
import { describe, plannedChanges, plannedTask, type Reviews } from './record.ts'
import type { SavedPlan } from './types.ts'

export function holdTo(plan: SavedPlan, plays: readonly RunnablePlay[], hash: Hash): Reviews {
  const changedHosts = new Set<string>()
  return (play, host) => {
    const index = plays.indexOf(play)
    const planned = plan.plays.find(one => one.host === host && one.index === index)
    return {
      foreseen(predictions) {
        const tasks = predictions.map(prediction => plannedTask(prediction, hash))
        if (planned) return differences(planned, tasks, changedHosts.has(host))
        return [{ task: play.name, module: 'plan', section: 'plan', message: `${host} is not in the plan` }]
      },
      before(task, changes) {
        if (planned === undefined || task.section === 'verification') return undefined
        changedHosts.add(host)
        const list = unplanned(planned, { ...describe(task), changes: plannedChanges(changes, hash) })
        return list.length === 0 ? undefined : `${list.join(', ')} is not in the plan`
      },
    }
  }
}
