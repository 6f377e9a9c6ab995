/**
 * 500 random playbooks on random states of a host, each taken back. SWK_LAWS_RUNS, SWK_LAWS_HOSTS, and of one failure SWK_LAWS_SEED
 * and SWK_LAWS_PATH, repeat a part of them.
 */
import { expect, test } from 'vitest'
import { tryLaws } from '../laws/laws.ts'
import { isTakenBack } from '../laws/taken-back.ts'

const {
  SWK_LAWS_RUNS: runs = '500',
  SWK_LAWS_HOSTS: hosts = '2',
  SWK_LAWS_SEED: seed = String(Date.now() % 2 ** 31),
  SWK_LAWS_PATH: path,
} = process.env

test('a rollback leads back to the state before the play', async () => {
  console.log(`seed ${seed}`)
  const { counts, failures } = await tryLaws('taken-back', {
    ...{ runs: Number(runs), seed: Number(seed), seconds: 3 * 3600, hosts: Number(hosts), law: isTakenBack },
    onFailure: text => console.log(text),
    ...(path === undefined ? {} : { path }),
  })
  console.log(JSON.stringify(counts))
  expect(failures.length, 'playbooks that are not taken back').toBe(0)
  expect(counts['taken back'] ?? 0).toBeGreaterThan(Number(runs) / 5)
}, 0)
