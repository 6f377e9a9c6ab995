/** The laws of check and play on as many random playbooks as fit into a few minutes; `npm run laws` tries a thousand. */
import { expect, test } from 'vitest'
import { isAsApart } from '../../laws/apart.ts'
import { tryLaws } from '../../laws/laws.ts'
import { expectInformative } from '../../laws/share.ts'
import { isTakenBack } from '../../laws/taken-back.ts'
import { smallTrial } from '../support/random-plays.ts'

const { SWK_TEST_RUNS: runs = '60', SWK_TEST_SEED: seed = '20261123' } = process.env

test('what a check shows is what the play does; a play that does not contradict itself has nothing to do again', async () => {
  const { counts, failures } = await tryLaws('laws1', {
    runs: Number(runs),
    seed: Number(seed),
    seconds: 170,
    trials: smallTrial,
  })
  expect(failures).toEqual([])
  expect(counts.changed).toBeGreaterThan(20)
  expect(counts.again).toBeGreaterThan(5)
  expectInformative(counts)
})

test('each task by itself ends as the check of all has shown', async () => {
  const { counts, failures } = await tryLaws('laws2', {
    ...{ runs: 12, seed: Number(seed), seconds: 30, trials: smallTrial, law: isAsApart },
  })
  expect(failures).toEqual([])
  expect(counts.changed).toBeGreaterThan(5)
})

test('a rollback leads back to the state before the play; `npm run faults` tries 500', async () => {
  const { counts, failures } = await tryLaws('eng1', {
    ...{ runs: 8, seed: Number(seed), seconds: 25, trials: smallTrial, law: isTakenBack },
  })
  expect(failures).toEqual([])
  expect(counts['taken back']).toBeGreaterThan(2)
})
