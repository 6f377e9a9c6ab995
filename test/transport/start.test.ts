import { expect, it } from 'vitest'
import { program, promptOf, start } from '../../src/transport/start.ts'

const shell = `'read -r n && eval "$(/usr/bin/head -c $n)"'`

it.each([
  ['root, whether it becomes or not', 'root', { password: 'x' }, `exec /bin/sh -c ${shell}`, false],
  ['a user who stays', 'admin', undefined, `exec /bin/sh -c ${shell}`, false],
  ['sudo without a password', 'admin', {}, `exec /usr/bin/env LC_ALL=C /usr/bin/sudo -n -- /bin/sh -c ${shell}`, false],
])('%s', (_, user, become, command, wait) => {
  expect(start('N1', user, become)).toEqual({ command, wait })
})

it('sudo with a password says when it asks and when it does not; the password is not in the command', () => {
  const { command, wait } = start('N1', 'operator', { password: 'geheim' })
  expect(command).toBe(`exec /usr/bin/env LC_ALL=C /usr/bin/sudo -S -p N1: -- /bin/sh -c 'echo N1+; ${shell.slice(1)}`)
  expect(wait).toBe(true)
})

it('su asks for the password of root, in words of its own', () => {
  const su = { method: 'su', password: 'geheim' } as const
  expect(start('N1', 'plain', su)).toEqual({
    command: `exec /usr/bin/env LC_ALL=C /bin/su -s /bin/sh -c 'echo N1+; ${shell.slice(1)} root`,
    wait: true,
  })
  expect([promptOf('N1', su), promptOf('N1', {})]).toEqual(['Password: ', 'N1:'])
})

it('the command line has nothing that a login shell could take for its own', () => {
  for (const become of [undefined, {}, { password: 'x' }, { method: 'su' as const }])
    expect(start('N1', 'admin', become).command).not.toMatch(/[\\!\n`]/)
})

it('the program is preceded by its length in bytes', () => {
  expect(program('ä\n').toString()).toBe('3\nä\n')
})
