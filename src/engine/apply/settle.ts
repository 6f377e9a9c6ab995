/** Started is not running: at the end of a section its started units are looked at once more. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { HostOptions } from '../host/options.ts'
import type { Progress } from '../host/progress.ts'
import type { Channel } from '../observe/channel.ts'

/** Milliseconds that a start is given: most daemons that do not come up say so, by ending, within them. */
const patience = 1000

/** One round trip where the section started something; none elsewhere. False where a unit did not stay up. */
export async function settle(
  progress: Progress,
  channel: Channel,
  options: HostOptions,
  section: string,
): Promise<boolean> {
  const units = [...progress.started].filter(id => channel.known.has(`unit:${id}`))
  progress.started.clear()
  if (units.length === 0) return true
  const refs = units.map(id => ({ kind: 'unit', id }))
  const before = new Map(units.map(id => [id, channel.world.state({ kind: 'unit', id })]))
  await sleep(Math.max(0, progress.lastStart + patience - performance.now()))
  await channel.read(refs)
  const flapping = units.filter(id => {
    const was = before.get(id)
    const now = channel.world.state({ kind: 'unit', id })
    return was?.active === 'active' && (now?.active !== 'active' || Number(now.restarts) > Number(was.restarts))
  })
  if (flapping.length === 0) return true
  const message = `started, but did not stay up: ${flapping.join(', ')}`
  const error = { code: 'unit-flaps', message, hint: `journalctl -u ${flapping[0]}` }
  options.emit({
    type: 'task',
    host: progress.host,
    task: 'Started units keep running',
    module: 'systemd',
    section,
    status: 'failed',
    ms: 0,
    diff: [],
    error,
  })
  return false
}
