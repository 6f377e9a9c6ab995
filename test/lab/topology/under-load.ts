/** Runs of swk while users ask the homeserver. */
import { expect } from 'vitest'
import type { LabHost } from '../../../src/lab/index.ts'
import { askAll, startLoad } from '../field/load.ts'
import { makeRequests } from '../field/requests.ts'
import type { SwkRun } from '../support/swk.ts'

/** Every request is answered as before, but for POSTs that were under way at a process that stopped. */
export async function underLoad(host: LabHost, act: () => Promise<SwkRun>): Promise<SwkRun> {
  const requests = await makeRequests(host, {})
  const load = startLoad(requests, await askAll(requests, 'drop'), 100)
  const run = await act()
  const { requests: failed, posts } = await load.stop()
  expect(failed).toEqual([])
  expect(posts.length).toBeLessThanOrEqual(3)
  return run
}
