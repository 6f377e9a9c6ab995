/** Users and groups, with private groups, members and homes. */
import fc from 'fast-check'
import { accounts, at, onPath, text } from './paths.ts'
import { type Action, lenient, type Topic } from './topic.ts'

const account = fc.constantFrom(...accounts)
/** `toyas` is a group of its own, `toya` the private one of its user. */
const anyGroup = fc.constantFrom(...accounts.flatMap(name => [name, `${name}s`]))
const flag = fc.boolean()
const key = fc.constantFrom('ssh-ed25519 AAAAone one', 'ssh-ed25519 AAAAtwo two')

const act = (module: string, args: object): Action => ({ task: { [module]: args }, about: ['accounts'] })

const user = fc.record(
  {
    create_home: flag,
    group: fc.constantFrom('nogroup', 'toyas', 'toyb', 'users'),
    groups: fc.subarray(['toyas', 'toybs', 'audio']),
    append: flag,
    comment: fc.constantFrom('A toy', 'Ünï, code'),
    shell: fc.constantFrom('/bin/sh', '/bin/bash'),
    home: fc.constantFrom('/home/toys', '/srv/elsewhere/home'),
    uid: fc.constantFrom(4001, 4002),
    system: flag,
    password: fc.constantFrom('$6$salt$hash', '!'),
  },
  { requiredKeys: [] },
)

const state = fc
  .array(fc.record({ group: flag, exists: flag, home: flag, primary: fc.constantFrom('own', 's', 'nogroup') }), {
    minLength: accounts.length,
    maxLength: accounts.length,
  })
  .map(all => {
    const old = accounts.map(name => `userdel ${name}; groupdel ${name}; groupdel ${name}s`)
    const fresh = all.flatMap(({ group, exists, home, primary }, i) => {
      const name = accounts[i]
      const how = { own: '-U', s: group ? `-N -g ${name}s` : '-U', nogroup: '-N -g nogroup' }[primary]
      return [group ? `groupadd ${name}s` : '', exists ? `useradd ${home ? '-m' : '-M'} ${how} ${name}` : '']
    })
    return { script: lenient(...old, 'rm -rf /home/toy*', ...fresh) }
  })

export const users: Topic = {
  name: 'accounts',
  state,
  look: `getent passwd ${accounts.join(' ')}; getent group toya toyb toyas toybs; getent shadow ${accounts.join(' ')} | cut -d: -f1,2
find /home/toy* -printf '%p %y %m %u:%g\\n' 2>/dev/null | sort; cat /home/toy*/.ssh/authorized_keys /home/toy*/x 2>/dev/null; id -nG admin`,
  actions: [
    fc.tuple(account, user).map(([name, more]) => act('user', { name, ...more })),
    account.map(name => act('user', { name, create_home: false, group: 'nogroup' })),
    fc.tuple(account, flag).map(([name, remove]) => act('user', { name, state: 'absent', remove })),
    fc
      .tuple(anyGroup, fc.record({ gid: fc.constantFrom(4001, 4003), system: flag }, { requiredKeys: [] }))
      .map(([name, more]) => act('group', { name, ...more })),
    anyGroup.map(name => act('group', { name, state: 'absent' })),
    fc
      .tuple(anyGroup, fc.subarray([...accounts, 'admin']), flag)
      .map(([name, members, exact]) => act('user-group', { name, members, exact })),
    fc.tuple(account, key, fc.constantFrom('present', 'absent'), flag).map(([user, key, state, exclusive]) => {
      return act('authorized_key', { user, key, state, ...(state === 'present' && { exclusive }) })
    }),
    fc.tuple(account, text).map(([name, content]) => {
      return act('copy', { dest: `/home/${name}/x`, content, owner: name, group: name })
    }),
    fc.tuple(at, account).map(([path, name]) => {
      const { task, about } = onPath('file', path, { path, state: 'directory', owner: name, group: name })
      return { task, about: [...new Set([...about, 'accounts'])] }
    }),
    account.map(key => act('getent', { database: 'passwd', key, fail_key: false })),
  ],
}
