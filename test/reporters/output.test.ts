import { expect, test } from 'vitest'
import { Output } from '../../src/reporters/output.ts'

const piece = (text: string, host = 'hs1') => ({ type: 'output' as const, host, task: 'Install Redis', text })
const wait = 'Waiting for cache lock: Could not get lock /var/lib/dpkg/lock-frontend.\n'

test('a line that comes again is shown once while it repeats, whatever pieces it arrives in', () => {
  const output = new Output()
  expect(output.add(piece(`${wait}${wait}${wait.slice(0, 9)}`))).toEqual([wait.trim()])
  expect(output.add(piece(wait.slice(9)))).toEqual([])
  expect(output.add(piece(wait, 'hs2'))).toEqual([wait.trim()])
  expect(output.add(piece(`${wait}Unpacking redis\n${wait}${wait.trim()}`))).toEqual(['Unpacking redis', wait.trim()])
  expect(output.rest({ host: 'hs1' })).toEqual([])
  expect(output.add(piece(wait))).toEqual([wait.trim()])
})

test('blank lines set parts of an output off: they stay', () => {
  expect(new Output().add(piece('a\n\n\nb\n'))).toEqual(['a', '', '', 'b'])
})
