/**
 * A thousand random playbooks (`npm run laws`) on several hosts at once. SWK_LAWS_RUNS, SWK_LAWS_HOSTS, and of one failure
 * SWK_LAWS_SEED and SWK_LAWS_PATH, repeat a part of them.
 */
import { expect, test } from 'vitest'
import { tryLaws } from './laws.ts'
import { expectInformative } from './share.ts'

const {
  SWK_LAWS_RUNS: runs = '1000',
  SWK_LAWS_HOSTS: hosts = '2',
  SWK_LAWS_SEED: seed,
  SWK_LAWS_PATH: path,
} = process.env
const { SWK_LAWS_NAME: name = 'laws' } = process.env

test('a check shows what the play does, and leaves no trace; a second play changes nothing', async () => {
  const start = seed === undefined ? Date.now() % 2 ** 31 : Number(seed)
  const began = Date.now()
  console.log(`seed ${start}`)
  const { counts, failures } = await tryLaws(name, {
    runs: Number(runs),
    seed: start,
    seconds: 6 * 3600,
    hosts: Number(hosts),
    onFailure: text => console.log(text),
    ...(path === undefined ? {} : { path }),
  })
  console.log(`${JSON.stringify(counts)} in ${Math.round((Date.now() - began) / 1000)} s`)
  expect(failures.length, 'playbooks that break a law').toBe(0)
  expect(counts.playbooks).toBeGreaterThanOrEqual(Number(runs))
  expectInformative(counts)
})
