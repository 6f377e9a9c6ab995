import { expect, test } from 'vitest'
import { mayHoldFileOf, unitsFromFile } from '../../src/resources/unit/files.ts'

test.each([
  ['/etc/systemd/system/x.service', 'x.service', true],
  ['/etc/systemd/system/x.service.d/50-a.conf', 'x.service', true],
  ['/etc/systemd/system/w@.service', 'w@one.service', true],
  ['/usr/lib/systemd/system/w@.service.d/a.conf', 'w@one.service', true],
  ['/etc/systemd/system/w@two.service.d/a.conf', 'w@one.service', false],
  ['/etc/systemd/system/x.service.d', 'x.service', false],
  ['/etc/systemd/system/x.service.d/a.txt', 'x.service', false],
  ['/etc/systemd/system/multi-user.target.wants/x.service', 'x.service', false],
  ['/etc/x.service', 'x.service', false],
])('%s is part of %s: %s', (path, unit, expected) =>
  expect(unitsFromFile(path, [unit])).toEqual(expected ? [unit] : []),
)

test.each([
  ['/etc/systemd/system', true],
  ['/', true],
  ['/usr', true],
  ['/etc/systemd/system/x.service', true],
  ['/etc/systemd/system/y.service', false],
  ['/srv', false],
  ['/etc/sys', false],
])('what fills %s may bring a file of x.service: %s', (path, expected) =>
  expect(mayHoldFileOf('x.service', path)).toBe(expected),
)
