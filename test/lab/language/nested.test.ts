/** Roles, includes, blocks, facts and templates cost nothing on a host that is as declared. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LabHost, up } from '../../../src/lab/index.ts'
import { writeNested } from '../../bench/nested.ts'
import { startSwk, summary, tasks } from '../support/swk.ts'
import { type Workshop, workshop } from '../support/workshop.ts'

const name = 'nested1'
let host: LabHost
let shop: Workshop
beforeAll(async () => {
  host = await up({ name, image: 'base' })
  shop = await workshop([host], { user: 'admin' })
})
afterAll(async () => {
  shop?.remove()
  await host?.stop()
})

test('a playbook of 60 tasks with roles, facts, blocks and templates costs one round trip', async () => {
  const play = () => startSwk('play', writeNested(shop.folder), '-i', shop.inventory, '--reporter', 'json').ended
  await host.run('mkdir -p /srv/swk')
  const first = await play()
  expect(first.code, first.stdout).toBe(0)
  const second = await play()
  expect(tasks(second).length).toBeGreaterThanOrEqual(60)
  expect(tasks(second, 'changed')).toEqual([])
  expect(summary(second, name)).toMatchObject({ changed: 0, failed: 0, roundTrips: 1 })
})
