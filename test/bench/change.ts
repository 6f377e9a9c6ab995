/** One change of a running homeserver's topology, with its users at work, and what they noticed. */
import type { LabHost } from '../../src/lab/index.ts'
import { expectOldMessages, expectUsersAtHome, type Past, pastOf } from '../lab/support/expect-users.ts'
import { type LoadReport, startLoad, tenKinds } from '../lab/support/load.ts'
import { kindLines, spanLines } from '../lab/support/load-report.ts'
import { type SwkRun, swk, tasks } from '../lab/support/swk.ts'
import type { Workshop } from '../lab/support/workshop.ts'
import { lossesOf, storedOn } from './stored.ts'

export type Change = {
  readonly name: string
  /** Value of `workers:`. */
  readonly workers: unknown
}

export type Outcome = {
  readonly change: Change
  readonly seconds: number
  /** When the play began and ended: milliseconds after the load's start. */
  readonly from: number
  readonly to: number
  readonly report: LoadReport
  /** Steps of the play that took more than three seconds. */
  readonly slow: readonly string[]
  /** What is not as it should be, in words. */
  readonly wrong: readonly string[]
}

/** Each of ten kinds `everyMs`, from two seconds before the change until five after it. */
export async function changeUnderLoad(
  host: LabHost,
  shop: Workshop,
  change: Change,
  everyMs: number,
): Promise<Outcome> {
  const past = (await pastOf(host)) as Past & { readonly messages: readonly string[] }
  const playbook = shop.file(`${change.name.replaceAll(/\W+/g, '-')}.yaml`, playbookOf(change))
  const before = await storedOn(host)
  const begin = performance.now()
  const load = await startLoad(host.address, past.room, past.media, everyMs / tenKinds.length, tenKinds)
  const since = () => Math.round(performance.now() - begin)
  await pause(2000)
  const from = since()
  const run = await play(shop, playbook)
  const to = since()
  await pause(5000)
  const report = await load.stop()
  const wrong = [
    ...failureOf('the play', run),
    ...failureOf('swk verify', await swk('verify', playbook, '-i', shop.inventory, '--reporter', 'json')),
    ...notConverged(await play(shop, playbook)),
    ...(await lossesOf(host, before, report)),
    ...(await complaint(() => expectUsersAtHome(host, past))),
    ...(await complaint(() => expectOldMessages(host, past))),
  ]
  return { change, seconds: (to - from) / 1000, from, to, report, slow: slowSteps(run), wrong }
}

export function outcomeLines({ change, seconds, from, to, report, slow, wrong }: Outcome): readonly string[] {
  const { sent, failed, slowestMs, slowest } = report
  return [
    `${change.name}: ${seconds.toFixed(1)} s (from ${from} to ${to} ms), ${failed.length} of ${sent} requests failed, slowest ${slowestMs} ms (${slowest})`,
    ...[...spanLines(report), ...kindLines(report), ...slow].map(line => `    ${line}`),
    ...(wrong.length > 0 ? wrong.map(line => `  WRONG ${line}`) : ['  verified; messages and media are all there']),
  ]
}

function slowSteps(run: SwkRun): readonly string[] {
  const slow = tasks(run).filter(({ ms }) => ms > 3000)
  return slow.map(({ task, ms }) => `${(ms / 1000).toFixed(1).padStart(6)} s  ${task}`)
}

const playbookOf = ({ name, workers }: Change): string =>
  `- name: ${JSON.stringify(name)}\n  hosts: homeservers\n  become: true\n  topology:\n    synapse:\n      workers: ${JSON.stringify(workers)}\n`

function play(shop: Workshop, playbook: string): Promise<SwkRun> {
  return swk('play', playbook, '-i', shop.inventory, '--reporter', 'json', '--no-diff')
}

function failureOf(what: string, run: SwkRun): readonly string[] {
  if (run.code === 0) return []
  const failed = tasks(run, 'failed').map(({ task, error }) => `${task}: ${error?.message}`)
  return [`${what} ended with ${run.code}: ${failed.join('; ') || run.stderr + run.stdout.slice(-1500)}`]
}

function notConverged(run: SwkRun): readonly string[] {
  const changed = tasks(run, 'changed').map(({ task }) => task)
  return [
    ...failureOf('a second play', run),
    ...(changed.length > 0 ? [`a second play changed again: ${changed.join('; ')}`] : []),
  ]
}

async function complaint(check: () => Promise<void>): Promise<readonly string[]> {
  try {
    await check()
    return []
  } catch (error) {
    return [String(error)]
  }
}

const pause = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms))
