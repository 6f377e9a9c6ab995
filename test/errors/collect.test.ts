import { expect, test } from 'vitest'
import { Collector } from '../../src/errors/collect.ts'
import { SwkError } from '../../src/errors/diagnostic.ts'

test('all that was collected is thrown at once', () => {
  const problems = new Collector()
  problems.add({ code: 'usage', message: 'a' })
  const value = problems.attempt(() => {
    throw new SwkError([
      { code: 'usage', message: 'b' },
      { code: 'usage', message: 'c' },
    ])
  })
  expect(value).toBeUndefined()
  expect(() => problems.throwIfAny()).toThrow(SwkError)
  expect(problems.diagnostics.map(one => one.message)).toEqual(['a', 'b', 'c'])
})

test('nothing is thrown where nothing was collected', () => {
  const problems = new Collector()
  expect(problems.attempt(() => 1)).toBe(1)
  expect(() => problems.throwIfAny()).not.toThrow()
})

test('an error that was not expected goes on', () => {
  expect(() =>
    new Collector().attempt(() => {
      throw new TypeError('bug')
    }),
  ).toThrow(TypeError)
})
