import { expect, test } from 'vitest'
import { playRequest, verifyRequest } from '../../src/cli/request.ts'

const read = (line: string) => playRequest(line.split(' '))

test('what is not said has the defaults of the manual', () => {
  expect(read('site.yaml -i prod')).toEqual({
    load: { playbook: 'site.yaml', inventory: ['prod'], extraVars: [], checkMode: false },
    mode: 'play',
    forks: 50,
    connection: {},
    passwords: { askLogin: false, askBecome: false },
    vault: [],
    showDiff: true,
    detailedExitcode: false,
  })
})

test('every option reaches what it is for', () => {
  const line =
    'site.yaml -i prod -i more -C --no-diff -l hs1 -t a,b --tags c --skip-tags d -e x=1 -e @f.yaml -f 5 -u ana -b -k -K -J --vault-id dev@/v --become-user pg --become-method sudo ' +
    '-c local -T 5 --ssh-common-args -Jb --ssh-extra-args=-C --private-key k --ssh-config c --reporter json --detailed-exitcode'
  expect(read(line)).toEqual({
    load: {
      playbook: 'site.yaml',
      inventory: ['prod', 'more'],
      checkMode: true,
      extraVars: ['x=1', '@f.yaml'],
      limit: 'hs1',
      become: true,
      becomeUser: 'pg',
      tags: ['a', 'b', 'c'],
      skipTags: ['d'],
    },
    mode: 'check',
    forks: 5,
    connection: {
      user: 'ana',
      privateKey: 'k',
      sshConfig: 'c',
      connection: 'local',
      timeout: 5,
      sshCommonArgs: '-Jb',
      sshExtraArgs: '-C',
      becomeMethod: 'sudo',
    },
    passwords: { askLogin: true, askBecome: true },
    vault: [
      { type: 'file', label: 'dev', file: '/v', option: '--vault-id' },
      { type: 'prompt', label: 'default', option: '--ask-vault-pass' },
    ],
    reporter: 'json',
    showDiff: false,
    detailedExitcode: true,
  })
})

test.each([
  ['', undefined],
  ['-v', 1],
  ['-vvv', 3],
  ['-v -v', 2],
])('%s is verbosity %s', (flags, verbosity) => {
  const request = playRequest(['site.yaml', '-i', 'prod', ...flags.split(' ').filter(Boolean)])
  expect([request.verbosity, request.load.verbosity]).toEqual([verbosity, verbosity])
})

test.each([
  ['-i prod', 'play needs a playbook'],
  ['site.yaml', 'play needs an inventory'],
  ['a b -i prod', 'play expects one playbook, but got also "b"'],
  ['a -i prod --become-method doas', '--become-method is sudo, su; not "doas"'],
  ['a -i prod -k --connection-password-file f', 'exclude each other'],
  ['a -i prod -f 0', '--forks needs a whole number from 1; not "0"'],
  ['a -i prod -f many', '--forks needs a whole number from 1; not "many"'],
])('%j is refused', (line, message) => {
  expect(() => read(line)).toThrow(message)
})

test('verify only verifies, and has no --check', () => {
  expect(verifyRequest(['site.yaml', '-i', 'prod']).mode).toBe('verify')
  expect(() => verifyRequest(['site.yaml', '-i', 'prod', '--check'])).toThrow('unknown option --check')
})

test('ansible.cfg holds where the command line says nothing', () => {
  const config = {
    inventory: ['/inv'],
    forks: 7,
    user: 'cfg',
    port: 2200,
    become: true,
    becomeUser: 'pg',
    askPass: true,
    becomePasswordFile: '/pw',
    sshCommonArgs: '-J b',
    rolesPath: ['/roles'],
  }
  expect(playRequest(['site.yaml'], config)).toMatchObject({
    load: { inventory: ['/inv'], become: true, becomeUser: 'pg', rolesPath: ['/roles'] },
    forks: 7,
    connection: { user: 'cfg', port: 2200, sshCommonArgs: '-J b' },
    passwords: { askLogin: true, askBecome: false, becomeFile: '/pw' },
  })
  const line = ['site.yaml', '-i', 'x', '-f', '3', '-u', 'me', '-K', '--become-user', 'root']
  expect(playRequest(line, config)).toMatchObject({
    load: { inventory: ['x'], becomeUser: 'root' },
    forks: 3,
    connection: { user: 'me' },
    passwords: { askBecome: true },
  })
})
