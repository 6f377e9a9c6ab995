/** The whole round of a situation: check, play, verify, play again, reboot, way back. */
import type { LabHost } from '../../../src/lab/index.ts'
import { compareSnapshots, takeSnapshot } from './etc.ts'
import { askAll, type Failures, findDifferences, type Statuses, startLoad, waitForAnswers } from './load.ts'
import { makeRequests, type Request } from './requests.ts'
import {
  bootSituation,
  followHint,
  prepareBack,
  readExpected,
  readSpecial,
  summarize,
  summarizeRepeat,
} from './situation.ts'

/** `ok` or what is wrong with it, for each step that was reached. Requests that failed are counted over play and way back. */
export type Outcome = {
  readonly steps: Readonly<Partial<Record<Step, string>>>
  readonly failures: Failures
  readonly left: readonly string[]
}

export const steps = [
  'check',
  'hint',
  'play',
  'answers',
  'verify',
  'again',
  'reboot',
  'back',
  'monolith',
  'special',
  'left',
] as const
export type Step = (typeof steps)[number]

/** Where the check refuses, what it advises is followed. Ends there if that is nothing, or if no more is wanted. */
export async function runRound(name: string, { checkOnly = false } = {}): Promise<Outcome> {
  const { host, play } = await bootSituation(name)
  try {
    return checkOnly ? await checkRound(play) : await playRound(name, host, play)
  } finally {
    await host.stop()
  }
}

/** Redis stays when workers go. */
const redisStays = /^new: (?!.*matrix).*redis/

type Player = Awaited<ReturnType<typeof bootSituation>>['play']

async function checkRound(player: Player): Promise<Outcome> {
  return { steps: { check: summarize(await player.play('--check')) }, failures: { requests: [], posts: [] }, left: [] }
}

async function playRound(name: string, host: LabHost, player: Player): Promise<Outcome> {
  const expected = readExpected(name)
  const failures = { requests: [] as string[], posts: [] as string[] }
  const check = summarize(await player.play('--check'))
  const isRefused = check !== 'ok' && expected.refused !== undefined
  if (isRefused && !(await followHint(name, host))) return { steps: { check }, failures, left: [] }
  const hint = isRefused ? { hint: summarize(await player.play('--check')) } : {}

  const requests = await makeRequests(host, expected)
  const before = await askAll(requests, 'drop')
  const snapshot = await takeSnapshot(host)
  const mayDiffer = new RegExp(expected.expectSpecial ?? '^$')
  const readPlaces = async () => {
    const lines = (await readSpecial(name, host)).split('\n')
    return lines.filter(line => !mayDiffer.test(line)).join('\n')
  }
  const special = [await readPlaces()]
  const underLoad = async <T>(act: () => Promise<T>): Promise<T> => {
    const load = startLoad(requests, before, expected.everyMs ?? 100)
    const result = await act()
    const { requests: failed, posts } = await load.stop()
    failures.requests.push(...failed)
    failures.posts.push(...posts)
    return result
  }

  const played = await underLoad(() => player.play())
  const answers = await compareAnswers(requests, before)
  special.push(await readPlaces())
  const verify = summarize(await player.verify())
  const again = summarizeRepeat(await player.play())
  const reboot = await bootAgain(host, player, requests, before)
  await prepareBack(name, host)
  const back = summarize(await underLoad(() => player.back()))
  const monolith = [await compareAnswers(requests, before), summarize(await player.verifyBack())]
  special.push(await readPlaces())
  const left = compareSnapshots(snapshot, await takeSnapshot(host))
  const surplus = left.filter(line => !redisStays.test(line) && !new RegExp(expected.expectLeft ?? '^$').test(line))
  return {
    steps: {
      ...{ check, ...hint, play: summarize(played), answers, verify, again, reboot, back },
      monolith: monolith.find(text => text !== 'ok') ?? 'ok',
      special: special.every(text => text === special[0]) ? 'ok' : special.join('-- \n'),
      left: surplus.length === 0 ? 'ok' : surplus.join(', '),
    },
    failures,
    left,
  }
}

async function compareAnswers(requests: readonly Request[], before: Statuses): Promise<string> {
  return findDifferences(before, await askAll(requests)).join(', ') || 'ok'
}

/** All that answered before answers within a minute, and what the play declares holds. */
async function bootAgain(host: LabHost, player: Player, requests: readonly Request[], before: Statuses) {
  await host.reboot()
  const answered = await waitForAnswers(requests, before, 60_000)
  return typeof answered === 'number' ? summarize(await player.verify()) : `after a minute: ${answered.join(', ')}`
}
