import { expect, test } from 'vitest'
import { isSelected } from '../../../src/playbook/bind/tags.ts'

// [tags of the task, --tags, --skip-tags, selected], as ansible-core decides.
test.each([
  [[], undefined, undefined, true],
  [['a'], undefined, undefined, true],
  [['never'], undefined, undefined, false],
  [['never', 'a'], undefined, undefined, false],
  [['never', 'a'], ['a'], undefined, true],
  [['never'], ['never'], undefined, true],
  [['never'], ['all'], undefined, false],
  [['a'], ['a'], undefined, true],
  [['b'], ['a'], undefined, false],
  [[], ['a'], undefined, false],
  [['always'], ['a'], undefined, true],
  [['always', 'b'], ['a'], undefined, true],
  [['a'], ['tagged'], undefined, true],
  [[], ['tagged'], undefined, false],
  [['never'], ['tagged'], undefined, false],
  [[], ['untagged'], undefined, true],
  [['a'], ['untagged'], undefined, false],
  [['a'], undefined, ['a'], false],
  [['b'], undefined, ['a'], true],
  [['always'], undefined, ['always'], false],
  [['always', 'a'], undefined, ['a'], false],
  [['always'], undefined, ['all'], true],
  [['a'], undefined, ['all'], false],
  [['a'], undefined, ['tagged'], false],
  [[], undefined, ['tagged'], true],
  [[], undefined, ['untagged'], false],
  [['a', 'b'], ['a'], ['b'], false],
  [['a'], [], [], true],
] as const)('tags %j with --tags %j --skip-tags %j: %s', (own, tags, skipTags, expected) => {
  expect(isSelected(own, { ...(tags && { tags }), ...(skipTags && { skipTags }) })).toBe(expected)
})
