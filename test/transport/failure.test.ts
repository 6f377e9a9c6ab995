import { expect, it } from 'vitest'
import { ended, startFailure } from '../../src/transport/failure.ts'

const seen = { name: 'admin@h', become: 'sudo' as const, stdout: '', stderr: '', code: 1, signal: null }

it.each([
  ['sudo: a password is required', 'sudo-failed', /none was given/],
  ['Sorry, try again.\nsudo: 1 incorrect password attempt', 'sudo-failed', /did not accept/],
  ['admin is not in the sudoers file.', 'sudo-failed', /may not become root/],
  ['Sorry, user admin is not allowed to execute /bin/sh as root on h.', 'sudo-failed', /may not become root/],
  ['bash: line 1: exec: sudo: not found', 'sudo-failed', /sudo is not installed/],
  ['sudo: sorry, you must have a tty to run sudo', 'sudo-failed', /terminal/],
  ['Segmentation fault', 'protocol', /ended before it was ready/],
])('%s', (stderr, code, message) => {
  expect(startFailure({ ...seen, stderr }).diagnostics[0]).toMatchObject({
    code,
    message: expect.stringMatching(message),
  })
})

it.each([
  ['a password is required', /none was given/],
  ['su: Authentication failure', /su did not accept/],
  ['su: Permission denied', /su did not accept/],
  ['su: cannot set groups: Operation not permitted', /su failed/],
])('su: %s', (stderr, message) => {
  expect(startFailure({ ...seen, become: 'su', stderr }).diagnostics[0]).toMatchObject({
    code: 'sudo-failed',
    message: expect.stringMatching(message),
  })
})

it('an account without a login shell', () => {
  const stdout = 'This account is currently not available.\n'
  expect(startFailure({ ...seen, become: undefined, stdout }).diagnostics[0]).toMatchObject({
    code: 'auth-failed',
    found: stdout.trim(),
  })
})

it('what a host says cannot move the cursor of a terminal', () => {
  expect(startFailure({ ...seen, stderr: 'sudo: \x1b[2Jx' }).diagnostics[0]?.found).not.toContain('\x1b')
})

it('a lost connection is unreachable, a loop that ended is a protocol failure with its reason', () => {
  expect(ended('h', { code: null, signal: null }).diagnostics[0]?.code).toBe('unreachable')
  expect(ended('h', { code: 73, signal: null }).diagnostics[0]).toMatchObject({
    code: 'protocol',
    message: expect.stringContaining('no space left'),
  })
})
