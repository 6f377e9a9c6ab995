/** A host that was converted and brought back with `workers: {}`, and what holds for it each time it is back. */
import { afterAll, beforeAll, expect } from 'vitest'
import { compareSnapshots, type HostSnapshot, takeSnapshot } from '../field/etc.ts'
import { askAll, findDifferences, type Statuses } from '../field/load.ts'
import { makeRequests, type Request } from '../field/requests.ts'
import { bootSituation } from '../field/situation.ts'
import type { SwkRun } from '../support/swk.ts'

export let booted: Awaited<ReturnType<typeof bootSituation>>
export let requests: readonly Request[]
export let before: Statuses
let snapshot: HostSnapshot

/** Boots the host for the tests of a file. */
export function bootBackAgain(): void {
  beforeAll(async () => {
    booted = await bootSituation('plain', 'back')
    requests = await makeRequests(booted.host, {})
    before = await askAll(requests, 'drop')
    // Redis stays, and what its package brings.
    succeeds(await booted.play.play())
    succeeds(await booted.play.back())
    snapshot = await takeSnapshot(booted.host)
  })
  afterAll(() => booted?.host.stop())
}

export function succeeds(run: SwkRun): SwkRun {
  expect(run.code, run.stdout.slice(-3000) + run.stderr).toBe(0)
  return run
}

export async function isAsBefore(): Promise<void> {
  expect(findDifferences(before, await askAll(requests))).toEqual([])
  expect(compareSnapshots(snapshot, await takeSnapshot(booted.host))).toEqual([])
  succeeds(await booted.play.verifyBack())
}

/** Converts it, takes it apart with a script of root's, and brings it back. */
export async function isRightWithout(script: string): Promise<void> {
  succeeds(await booted.play.play())
  const { code, stderr } = await booted.host.run(`set -e\n${script}`)
  expect(code, stderr).toBe(0)
  succeeds(await booted.play.back())
  await isAsBefore()
}
