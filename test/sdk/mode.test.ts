import { expect, test } from 'vitest'
import { mode, modeOf } from '../../src/sdk/mode.ts'

test.each([
  ['0660', '0660'],
  ['0o660', '0660'],
  ['660', '0660'],
  ['2770', '2770'],
  ['02770', '2770'],
  ['u=rwX,go=', 'u=rwX,go='],
])('%s is a mode', (given, expected) => expect(mode.parse(given)).toBe(expected))

test.each([
  [660, '"0660"'],
  [755, '"0755"'],
  [2770, '"2770"'],
])('the bare number %d is an error that says how to write it', (given, expected) => {
  const issue = mode.safeParse(given).error?.issues[0] as unknown as { params: object }
  expect(issue.params).toMatchObject({ code: 'bad-mode', found: `the number ${given}`, expected })
})

test.each(['', 'rw', '0999', 'preserve', 'u=rw;g=r', null, true, '77777', ' 0660'])('%j is no mode', given => {
  expect(mode.safeParse(given).success).toBe(false)
})

// As `chmod` has them (GNU coreutils 9.1, umask 022), and Ansible.
test.each([
  ['0640', '0777', false, '0640'],
  ['g+w', '0644', false, '0664'],
  ['u=rw,g=rw', null, false, '0664'],
  ['u=rw,g=rw,o=', '0777', false, '0660'],
  ['u=rwX,g=rX,o=', '0700', false, '0750'],
  ['u=rwX,g=rX,o=', '0600', false, '0640'],
  ['u=rwX,g=rX,o=', null, true, '0750'],
  ['+x', '0644', false, '0755'],
  ['+w', '0444', false, '0644'],
  ['g=u', '0640', false, '0660'],
  ['go=u-w', '0700', false, '0755'],
  ['g+s', '0755', true, '2755'],
  ['u+s', '0755', false, '4755'],
  ['o+t', '0777', true, '1777'],
  ['a-x', '0755', false, '0644'],
  ['u+x-w', '0600', false, '0500'],
])('%s of %s (directory: %s) is %s', (wanted, current, folder, expected) => {
  expect(modeOf(wanted, current, folder)).toBe(expected)
})
