/** Each promise of docs/promises.md is held by tests that are there. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Promised, promises } from '../faults/promises.ts'

const root = join(import.meta.dirname, '../..')

const all: readonly Promised[] = promises

test('each promise names tests that are there, and each stands once', () => {
  const missing = all.flatMap(({ tests }) => tests).filter(path => !existsSync(join(root, path)))
  expect(missing).toEqual([])
  expect(all.filter(({ tests }) => tests.length === 0)).toEqual([])
  expect(new Set(promises.map(({ id }) => id)).size).toBe(promises.length)
})
