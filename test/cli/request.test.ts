import { expect, test } from 'vitest'
import { playRequest, verifyRequest } from '../../src/cli/request.ts'

const read = (line: string) => playRequest(line.split(' '))

test('what is not said has the defaults of the manual', () => {
  expect(read('site.yaml -i prod')).toEqual({
    load: { playbook: 'site.yaml', inventory: 'prod', extraVars: [], checkMode: false },
    mode: 'play',
    forks: 50,
    connection: {},
    askBecomePassword: false,
    showDiff: true,
    detailedExitcode: false,
  })
})

test('every option reaches what it is for', () => {
  const line =
    'site.yaml -i prod -C --no-diff -l hs1 -t a,b --tags c --skip-tags d -e x=1 -e @f.yaml -f 5 -u ana -b -K ' +
    '--private-key k --ssh-config c --reporter json --detailed-exitcode'
  expect(read(line)).toEqual({
    load: {
      playbook: 'site.yaml',
      inventory: 'prod',
      checkMode: true,
      extraVars: ['x=1', '@f.yaml'],
      limit: 'hs1',
      become: true,
      tags: ['a', 'b', 'c'],
      skipTags: ['d'],
    },
    mode: 'check',
    forks: 5,
    connection: { user: 'ana', privateKey: 'k', sshConfig: 'c' },
    askBecomePassword: true,
    reporter: 'json',
    showDiff: false,
    detailedExitcode: true,
  })
})

test.each([
  ['-i prod', 'play needs a playbook'],
  ['site.yaml', 'play needs an inventory'],
  ['a b -i prod', 'play expects one playbook, but got also "b"'],
  ['a -i prod -f 0', '--forks needs a whole number from 1; not "0"'],
  ['a -i prod -f many', '--forks needs a whole number from 1; not "many"'],
])('%j is refused', (line, message) => {
  expect(() => read(line)).toThrow(message)
})

test('verify only verifies, and has no --check', () => {
  expect(verifyRequest(['site.yaml', '-i', 'prod']).mode).toBe('verify')
  expect(() => verifyRequest(['site.yaml', '-i', 'prod', '--check'])).toThrow('unknown option --check')
})
