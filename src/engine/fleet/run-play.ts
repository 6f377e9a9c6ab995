/** One play: batch by batch, the hosts of a batch side by side. */
import { describeLost } from '../report/lost.ts'
import { Batch } from './batch.ts'
import { Slots } from './pool.ts'
import { additionsOf, type Roll } from './roll.ts'
import { runOn } from './run-on-host.ts'
import type { RunnablePlay } from './runnable-play.ts'
import { connectEvent } from './tell-lost.ts'

/** False when the play ends the run (Ansible: a failed batch, or more failures than `max_fail_percentage` allows). */
export async function runPlay(play: RunnablePlay, options: Roll): Promise<boolean> {
  const { out } = options
  options.emit({ type: 'play:start', play: play.name, hosts: play.hosts, check: options.mode === 'check' })
  for (const batch of play.batches) {
    const hosts = batch.filter(host => !out.has(host))
    if (hosts.length === 0) continue
    if (play.batches.length > 1) options.emit({ type: 'batch:start', play: play.name, hosts })
    const slots = new Slots(options.forks)
    const shared = new Batch(hosts, slots.pause, namesIn(hosts, options.results))
    const isOver = () => options.signal?.aborted || shared.hasEnded || tooManyFailed(hosts, out, play.maxFailPercentage)
    await slots.each(hosts, async host => {
      if (!isOver() && !(await runOn(host, play, { ...options, batch: shared }))) out.add(host)
      shared.end(host)
    })
    const lost = hosts.filter(host => out.has(host)).length
    if (isOver() || lost === hosts.length) return false
  }
  return true
}

function tooManyFailed(batch: readonly string[], out: ReadonlySet<string>, percentage: number | undefined): boolean {
  if (percentage === undefined) return false
  return (batch.filter(host => out.has(host)).length / batch.length) * 100 > percentage
}

/** What the hosts have registered so far. */
function namesIn(hosts: readonly string[], results: Roll['results']): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(hosts.map(host => [host, new Set(results.get(host)?.registered.keys())]))
}

/** The play with what tasks have added to the inventory. Undefined where it turns out to be wrong: that is reported. */
export async function extendPlay(play: RunnablePlay, { results, emit }: Pick<Roll, 'results' | 'emit'>) {
  const additions = additionsOf(results)
  if (additions.length === 0 || play.extend === undefined) return play
  try {
    return await play.extend(additions)
  } catch (error) {
    const lost = describeLost(error)
    for (const { host } of additions) emit({ ...connectEvent(host, lost), task: `Load "${play.name}"` })
    return undefined
  }
}
