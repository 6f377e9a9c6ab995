/** A thousand random playbooks (`npm run laws`). SWK_LAWS_RUNS, SWK_LAWS_SEED and SWK_LAWS_PATH repeat a part of them. */
import { expect, test } from 'vitest'
import { holdLaws } from './laws.ts'
import { expectInformative } from './share.ts'

const { SWK_LAWS_RUNS: runs = '1000', SWK_LAWS_SEED: seed, SWK_LAWS_PATH: path } = process.env

test('a check shows what the play does, and leaves no trace; a second play changes nothing', async () => {
  const start = seed === undefined ? Date.now() % 2 ** 31 : Number(seed)
  console.log(`seed ${start}`)
  const bounds = { runs: Number(runs), seed: start, seconds: 6 * 3600, ...(path === undefined ? {} : { path }) }
  const counts = await holdLaws('laws', bounds)
  console.log(JSON.stringify(counts))
  expect(counts.playbooks).toBeGreaterThanOrEqual(Number(runs))
  expectInformative(counts)
})
