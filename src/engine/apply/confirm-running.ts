/** Started is not running: at the end of a section its started units are looked at once more, and all of them when the play is done. */
import { setTimeout as sleep } from 'node:timers/promises'
import { refKey } from '../../resources/kind.ts'
import { printLastWords } from '../../resources/unit/index.ts'
import { unit } from '../../resources/unit/state.ts'
import type { HostRun } from '../host/host-run.ts'
import type { HostClient } from '../observe/host-client.ts'
import { renderFrame } from './steps.ts'

/** Milliseconds that a start is given: most daemons that do not come up say so, by ending, within them. */
const patience = 1000

/** One round trip where the section started something; none elsewhere. False where a unit did not stay up. */
export async function confirmRunning(run: HostRun, section: string): Promise<boolean> {
  const { progress, channel } = run
  const units = [...progress.started].filter(id => channel.known.has(refKey(unit(id))))
  progress.started.clear()
  if (units.length === 0) return true
  await sleep(Math.max(0, progress.lastStart + patience - performance.now()))
  const hasEnded = (id: string): boolean => stateOf(id, channel) !== 'active'
  return confirmUp(run, { units, isDown: hasEnded, section })
}

/** One round trip where the play started something: what ran for a moment only is no success. What has done its work may have ended. */
export async function confirmAllRunning(run: HostRun): Promise<boolean> {
  const { progress, channel } = run
  const units = [...progress.watched.keys()]
  const hasFailed = (id: string): boolean => ['failed', 'activating'].includes(stateOf(id, channel))
  return units.length === 0 || confirmUp(run, { units, isDown: hasFailed, section: 'handlers' })
}

type Started = { readonly units: readonly string[]; isDown(id: string): boolean; readonly section: string }

async function confirmUp(run: HostRun, { units, isDown, section }: Started): Promise<boolean> {
  const { progress, channel, options } = run
  await channel.read(units.map(unit))
  const flapping = units.filter(id => {
    const before = progress.watched.get(id)
    return before !== undefined && (isDown(id) || countRestarts(id, channel) > before)
  })
  if (flapping.length === 0) return true
  const said = await lastWords(flapping, channel)
  const message = `started, but did not stay running: ${flapping.join(', ')}\n${said}`.trimEnd()
  const about = { host: progress.host, task: 'Started units keep running', module: 'systemd', section }
  const error = { code: 'unit-flaps', message, hint: `journalctl -u ${flapping[0]}` }
  options.emit({ ...about, type: 'task', status: 'failed', ms: 0, diff: [], error })
  return false
}

const stateOf = (id: string, channel: HostClient): string => String(channel.world.state(unit(id))?.active ?? 'inactive')
export const countRestarts = (id: string, channel: HostClient): number =>
  Number(channel.world.state(unit(id))?.restarts ?? 0)

/** Why each of them ended, as systemd knows it, and what it said last. */
async function lastWords(units: readonly string[], channel: HostClient): Promise<string> {
  const [reply] = await channel.change(
    [renderFrame({ name: 'last words', script: printLastWords(units), timeout: 30 }, undefined)],
    [],
  )
  return reply?.stdout.toString('utf8') ?? ''
}
