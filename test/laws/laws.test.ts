/**
 * A thousand random playbooks (`npm run laws`) on several hosts at once. SWK_LAWS_RUNS, SWK_LAWS_HOSTS, and of one failure
 * SWK_LAWS_SEED and SWK_LAWS_PATH, repeat a part of them.
 */
import { expect, test } from 'vitest'
import { isAsApart } from './apart.ts'
import { tryLaws } from './laws.ts'
import { expectInformative } from './share.ts'

const {
  SWK_LAWS_RUNS: runs = '1000',
  SWK_LAWS_HOSTS: hosts = '2',
  SWK_LAWS_SEED: seed,
  SWK_LAWS_PATH: path,
} = process.env
const { SWK_LAWS_NAME: name = 'laws' } = process.env

const start = seed === undefined ? Date.now() % 2 ** 31 : Number(seed)
const bounds = {
  ...{ seed: start, seconds: 6 * 3600, hosts: Number(hosts) },
  onFailure: (text: string) => console.log(text),
  ...(path === undefined ? {} : { path }),
}

test('a check shows what the play does, and leaves no trace; a second play changes nothing', async () => {
  const began = Date.now()
  console.log(`seed ${start}`)
  const { counts, failures } = await tryLaws(name, { ...bounds, runs: Number(runs) })
  console.log(`${JSON.stringify(counts)} in ${Math.round((Date.now() - began) / 1000)} s`)
  expect(failures.length, 'playbooks that break a law').toBe(0)
  expect(counts.playbooks).toBeGreaterThanOrEqual(Number(runs))
  expectInformative(counts)
})

/** A third as many. */
test('each task by itself ends as the check of all has shown', async () => {
  const third = Math.ceil(Number(runs) / 3)
  const { counts, failures } = await tryLaws(`${name}apart`, { ...bounds, runs: third, law: isAsApart })
  console.log(JSON.stringify(counts))
  expect(failures.length, 'playbooks whose tasks do otherwise by themselves').toBe(0)
})
