import { expect, it } from 'vitest'
import { bastionOf } from '../../../src/transport/resolve/ssh-w.ts'
import type { SshConfig } from '../../../src/transport/resolve/types.ts'

const target = { host: '10.0.0.5', port: 2222 } as SshConfig
const bastion = (command: string) => bastionOf(command, target)

it('ssh -W through a bastion is a jump', () => {
  expect(bastion('ssh -W 10.0.0.5:2222 -q jump')).toEqual({ host: 'jump', options: [] })
  expect(bastion('/usr/bin/ssh -p 2200 -i "/k y" -F /f -W10.0.0.5:2222 me@jump')).toEqual({
    host: 'jump',
    user: 'me',
    file: '/f',
    options: [
      ['Port', '2200'],
      ['IdentityFile', '/k y'],
    ],
  })
})

it.each([
  'nc 10.0.0.5 2222',
  'ssh jump nc 10.0.0.5 2222',
  'ssh -W other:22 jump',
  'ssh -W 10.0.0.5:2222',
  'ssh -W 10.0.0.5:2222 $JUMP',
  'ssh -W 10.0.0.5:2222 jump; true',
  'ssh -A -W 10.0.0.5:2222 jump',
  'ssh -o StrictHostKeyChecking=no -W 10.0.0.5:2222 jump',
  'ssh -W "10.0.0.5:2222 jump',
])('%s stays a command', command => expect(bastion(command)).toBeUndefined())
