/** Which runs a rollback takes back. */
import { expect, test } from 'vitest'
import { cancelledRuns, lastRun, startOfRollout } from '../../src/engine/journal/later-runs.ts'

const topology = { declared: {}, evidence: '/x' }
const done = (run: string, takesBack?: string) => ({ run, end: 'done', topology, ...(takesBack && { takesBack }) })

test('a rollback and what it took back cancel each other, unless it was taken back itself', () => {
  expect([...cancelledRuns([done('1'), done('2', '1')])].sort()).toEqual(['1', '2'])
  expect([...cancelledRuns([done('1'), done('2', '1'), done('3', '2')])].sort()).toEqual(['2', '3'])
  expect([...cancelledRuns([done('1'), { ...done('2', '1'), end: 'failed' }])]).toEqual([])
  expect([...cancelledRuns([done('1'), done('2', '1')], '2')]).toEqual([])
})

test('the last run may be a rollback, but not one at the end of a failed run', () => {
  expect(lastRun([done('1'), done('2', '1')])?.run).toBe('2')
  const failed = { run: '2', end: 'failed' }
  expect(lastRun([done('1'), failed, { ...done('3', '2'), automatic: true as const }])?.run).toBe('1')
  expect(lastRun([done('1'), failed, { ...done('3', '2'), end: 'failed', automatic: true as const }])?.run).toBe('2')
})

test('a rollout is taken back with those before it that came to no end', () => {
  const broken = (run: string) => ({ run, topology })
  expect(startOfRollout([done('1'), broken('2'), broken('3'), done('4')], '4')).toBe('2')
  expect(startOfRollout([done('1'), broken('2'), done('3', '2'), done('4')], '4')).toBe('4')
  expect(startOfRollout([broken('1')], '1')).toBe('1')
  // The rollback has taken back both the broken rollout and the one that completed it.
  expect(startOfRollout([broken('1'), done('2'), done('3', '2'), broken('4')], '4')).toBe('4')
  const { topology: _, ...mending } = done('3', '2')
  expect(startOfRollout([broken('1'), done('2'), mending, broken('4')], '4')).toBe('4')
  // Brought back to the middle of the rollout.
  expect(startOfRollout([broken('1'), done('2', '1'), done('3', '2'), broken('4')], '4')).toBe('1')
  expect(startOfRollout([done('1'), { run: '2' }, { run: '3', end: 'done' }], '3')).toBe('3')
})
