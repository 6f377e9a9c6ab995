import { expect, test } from 'vitest'
import { bytes, counted, duration } from '../../src/reporters/units.ts'

test('durations are told in the unit that fits', () => {
  expect([0, 950, 4210, 59_940, 59_960, 185_000].map(duration)).toEqual([
    '0 ms',
    '950 ms',
    '4.2 s',
    '59.9 s',
    '1 min 00 s',
    '3 min 05 s',
  ])
})

test('bytes are told in thousands', () => {
  expect([0, 999, 1000, 3120, 999_949, 999_951, 2e9].map(bytes)).toEqual([
    '0 B',
    '999 B',
    '1.0 kB',
    '3.1 kB',
    '999.9 kB',
    '1.0 MB',
    '2.0 GB',
  ])
})

test('one is singular', () => {
  expect([counted(1, 'host'), counted(2, 'host')]).toEqual(['1 host', '2 hosts'])
})
