/** `workers: {}` brings a host back from wherever it is: converted, converted in part, back already, or taken apart by hand. */
import { writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { askAll, findDifferences } from '../field/load.ts'
import { swk, tasks } from '../support/swk.ts'
import { before, bootBackAgain, booted, isAsBefore, isRightWithout, requests, succeeds } from './back-again.ts'
import { removals } from './taken-apart.ts'

bootBackAgain()

it('is right where it was run before, and changes nothing then', async () => {
  expect(tasks(succeeds(await booted.play.back()), 'changed')).toEqual([])
  await isAsBefore()
})

it('is right after a play that Synapse refused', async () => {
  const file = booted.play.site.replace(/site\.yaml$/, 'refused.yaml')
  writeFileSync(
    file,
    '- hosts: all\n  become: true\n  topology: { synapse: { workers: { client-sync: { count: 1, settings: { caches: { global_factor: much } } } } } }\n',
  )
  const failed = await swk('play', file, '-i', booted.play.inventory, '--reporter', 'json')
  expect(failed.code).toBe(2)
  expect(
    tasks(failed, 'failed')
      .map(({ error }) => error?.message)
      .join(),
  ).toMatch(/global_factor/)
  expect(findDifferences(before, await askAll(requests))).toEqual([])
  succeeds(await booted.play.back())
  await isAsBefore()
})

// The others: `npm run faults`.
it.each(removals.slice(-1))('is right where somebody removed %s', (_, script) => isRightWithout(script))
