import { expect, test } from 'vitest'
import { closest, didYouMean, hintFor } from '../../src/errors/suggest.ts'

const names = ['tasks', 'tags', 'hosts', 'handlers', 'become_user', 'user-group', 'apt']

test.each([
  ['taks', 'tasks'],
  ['host', 'hosts'],
  ['handelrs', 'handlers'],
  ['become-user', 'become_user'],
  ['USER_GROUP', 'user-group'],
  ['atp', 'apt'],
  ['roles', undefined],
  ['x', undefined],
  ['', undefined],
])('%s means %s', (word, expected) => {
  expect(closest(word, names)).toBe(expected)
})

test('the hint is a question, or nothing', () => {
  expect(didYouMean('taks', names)).toBe('did you mean tasks?')
  expect(hintFor('taks', names)).toEqual({ hint: 'did you mean tasks?' })
  expect(hintFor('completely-else', names)).toEqual({})
})
