import { expect, test } from 'vitest'
import { batches } from '../../src/playbook/batches.ts'

const hosts = (n: number) => Array.from({ length: n }, (_, i) => `h${i}`)

test.each([
  [5, [], [5]],
  [5, [1], [1, 1, 1, 1, 1]],
  [5, [2], [2, 2, 1]],
  [5, [10], [5]],
  [10, ['30%'], [3, 3, 3, 1]],
  [3, ['10%'], [1, 1, 1]],
  [3, ['100%'], [3]],
  [10, [1, '50%'], [1, 5, 4]],
  [10, [1, 3, 4], [1, 3, 4, 2]],
  [12, [1, 2, '25%'], [1, 2, 3, 3, 3]],
  [4, [0], [4]],
  [4, [-1], [4]],
  [4, [1, 0], [1, 3]],
  [4, [1, 0, 1], [1, 3]],
  [3, ['0%'], [1, 1, 1]],
  [4, ['150%'], [4]],
  [4, ['-20%'], [1, 1, 1, 1]],
  [10, ['-20%'], [10]],
  [0, [1], []],
  [0, [], []],
])('%i hosts with serial %j: batches of %j', (n, serial, sizes) => {
  const found = batches(hosts(n), serial)
  expect(found.map(batch => batch.length)).toEqual(sizes)
  expect(found.flat()).toEqual(hosts(n))
})
