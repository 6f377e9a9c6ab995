/** What earlier tasks leave, where a check once showed something else than its play made: found by the laws. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LabHost } from '../../../src/lab/index.ts'
import { baseHost, type Ran, run, type TaskOf, task } from './host.ts'

let host: LabHost
beforeAll(async () => {
  host = await baseHost('foreseen')
})
afterAll(() => host?.stop())

const file = '/usr/lib/systemd/system/swkf.service'
const unit = (path: string) =>
  `printf '[Service]\\nExecStart=/bin/sleep infinity\\n[Install]\\nWantedBy=multi-user.target\\n' >${path}; systemctl daemon-reload`
const reset = `systemctl stop swkf swkf@one; systemctl unmask swkf swkf@one; systemctl unmask --runtime swkf; systemctl disable swkf swkf@one
rm -rf /usr/lib/systemd/system/swkf* /etc/systemd/system/swkf* /etc/init.d/swkf
systemctl daemon-reload; systemctl reset-failed; userdel swkf; groupdel swkf; groupdel swkg; apt-mark unhold hello`

type Case = { readonly arrange: string; readonly tasks: readonly (readonly [module: string, args: object])[] }
const own = '/etc/systemd/system/swkf.service'
const aptKey = '/etc/apt/trusted.gpg.d/debian-archive-bookworm-stable.asc'
const unmasks: Case['tasks'] = [
  ['file', { path: own, state: 'absent' }],
  ['systemd', { name: 'swkf', state: 'restarted' }],
  ['systemd', { name: 'swkf', state: 'started', enabled: true }],
]

const cases: Readonly<Record<string, Case>> = {
  'a unit whose mask goes by its link': { arrange: `${unit(file)}; systemctl mask swkf`, tasks: unmasks },
  'a running unit whose mask goes by its link': {
    arrange: `${unit(file)}; systemctl enable --now swkf; systemctl mask swkf`,
    tasks: unmasks,
  },
  'a unit that is disabled, stopped and masked at once': {
    arrange: `${unit(file)}; systemctl enable --now swkf`,
    tasks: [
      ['systemd', { name: 'swkf', state: 'stopped', enabled: false, masked: true }],
      ['systemd', { name: 'swkf', state: 'started', enabled: true, masked: false }],
    ],
  },
  'an enabled unit whose file is removed, while its drop-in is written': {
    arrange: `${unit(own)}; systemctl enable swkf; mkdir /etc/systemd/system/swkf.service.d`,
    tasks: [
      ['file', { path: own, state: 'absent' }],
      ['copy', { dest: '/etc/systemd/system/swkf.service.d/more.conf', content: '[Service]\nNice=3\n' }],
      ['systemd', { name: 'swkf', state: 'stopped' }],
    ],
  },
  'an enabled unit whose file is gone, and comes again': {
    arrange: `${unit(own)}; systemctl enable swkf; rm ${own}`,
    tasks: [
      ['copy', { dest: own, content: '[Service]\nExecStart=/bin/sleep 9999\n[Install]\nWantedBy=multi-user.target\n' }],
      ['systemd', { name: 'swkf', state: 'started', enabled: true }],
    ],
  },
  'a unit whose mask a file has replaced': {
    arrange: `${unit(file)}; systemctl enable swkf; systemctl mask swkf; rm ${own}; cp ${file} ${own}`,
    tasks: [
      ['file', { path: own, state: 'absent' }],
      ['systemd', { name: 'swkf', enabled: true }],
    ],
  },
  'all of a directory that lies in a new one': {
    arrange: 'rm -rf /srv/swkf; touch /srv/swkf',
    tasks: [
      ['file', { path: '/srv/swkf', state: 'absent' }],
      ['file', { path: '/srv/swkf', state: 'directory' }],
      ['file', { path: '/srv/swkf/x', state: 'directory', recurse: true, owner: 'daemon', mode: '0750' }],
    ],
  },
  'a mask that hides nothing': {
    arrange: 'systemctl mask swkf',
    tasks: [
      ['systemd', { name: 'swkf', masked: false, enabled: false }],
      [
        'copy',
        { dest: file, content: '[Service]\nExecStart=/bin/sleep 9999\n[Install]\nWantedBy=multi-user.target\n' },
      ],
      ['systemd', { name: 'swkf', state: 'started' }],
    ],
  },
  'a file that comes behind a mask': {
    arrange: 'systemctl mask swkf',
    tasks: [
      [
        'copy',
        { dest: file, content: '[Service]\nExecStart=/bin/sleep 9999\n[Install]\nWantedBy=multi-user.target\n' },
      ],
      ['systemd', { name: 'swkf', masked: false, state: 'started', enabled: true }],
    ],
  },
  'a masked instance of a template': {
    arrange: `${unit(file.replace('swkf', 'swkf@'))}; systemctl mask swkf@one`,
    tasks: [['systemd', { name: 'swkf@one', masked: false, state: 'started', enabled: true }]],
  },
  'a masked service of an init script': {
    arrange: `printf '#!/bin/sh\n### BEGIN INIT INFO\n# Provides: swkf\n# Default-Start: 2 3 4 5\n# Default-Stop: 0 1 6\n### END INIT INFO\n' >/etc/init.d/swkf; chmod 755 /etc/init.d/swkf; systemctl mask swkf`,
    tasks: [['systemd', { name: 'swkf', masked: false, state: 'started' }]],
  },
  'a masked unit, unmasked': {
    arrange: `${unit(file)}; systemctl enable swkf`,
    tasks: [
      ['systemd', { name: 'swkf', masked: true }],
      ['systemd', { name: 'swkf', enabled: false, masked: false }],
    ],
  },
  'a running unit whose file goes, disabled': {
    arrange: `${unit(own)}; systemctl start swkf`,
    tasks: [
      ['file', { path: own, state: 'absent' }],
      ['systemd', { name: 'swkf', enabled: false }],
    ],
  },
  'a unit that a restart has started': {
    arrange: unit(file),
    tasks: [
      ['systemd', { name: 'swkf', state: 'restarted' }],
      ['service', { name: 'swkf', state: 'started' }],
    ],
  },
  'a new unit that does its work and ends': {
    arrange: ':',
    tasks: [
      ['copy', { dest: own, content: '[Service]\nType=oneshot\nExecStart=/bin/true\n' }],
      ['systemd', { name: 'swkf', state: 'started' }],
    ],
  },
  'a unit whose new file makes it one that ends': {
    // systemd keeps an enabled unit loaded.
    arrange: `${unit(own)}; systemctl enable swkf`,
    tasks: [
      ['copy', { dest: own, content: '[Service]\nType=oneshot\nExecStart=/bin/true\n' }],
      ['command', { cmd: 'true' }],
      ['systemd', { name: 'swkf', state: 'started' }],
    ],
  },
  'a user of the name of a group': {
    arrange: ':',
    tasks: [
      ['group', { name: 'swkf' }],
      ['user', { name: 'swkf', system: true }],
      ['file', { path: '/srv/swkf', state: 'directory', owner: 'swkf', group: 'users' }],
    ],
  },
  'a key and a certificate where other text is written': {
    arrange: 'rm -rf /srv/swkx; mkdir /srv/swkx; openssl genpkey -algorithm ed25519 -out /srv/swkx/key 2>/dev/null',
    tasks: [
      ['copy', { dest: '/srv/swkx/c', content: 'x' }],
      ['x509_certificate', { path: '/srv/swkx/c', privatekey_path: '/srv/swkx/key', provider: 'selfsigned' }],
      ['copy', { dest: '/srv/swkx/k', content: 'x' }],
      ['openssl_privatekey', { path: '/srv/swkx/k', type: 'Ed25519' }],
    ],
  },
  'a key that apt trusts, whose keyring is removed': {
    arrange: `command -v gpg >/dev/null || apt-get install -qq -y --no-install-recommends gnupg >/dev/null 2>&1
mkdir -p /etc/apt/keyrings; gpg --dearmor <${aptKey} >/etc/apt/keyrings/swkf.gpg 2>/dev/null`,
    tasks: [
      ['file', { path: '/etc/apt/keyrings/swkf.gpg', state: 'absent' }],
      ['apt_key', { file: aptKey, keyring: '/etc/apt/keyrings/swkf.gpg' }],
    ],
  },
  'files of a user who is given another number': {
    arrange: 'useradd -u 4444 swkf; install -o swkf /dev/null /srv/swkn',
    tasks: [
      ['user', { name: 'swkf', uid: 4445 }],
      ['file', { path: '/srv/swkn', owner: 'root' }],
    ],
  },
  'files of a user and of a group that are removed': {
    arrange: 'useradd -N -u 4444 swkf; groupadd -g 4446 swkg; install -o swkf -g swkg /dev/null /srv/swkn',
    tasks: [
      ['user', { name: 'swkf', state: 'absent' }],
      ['group', { name: 'swkg', state: 'absent' }],
      ['file', { path: '/srv/swkn', owner: 'root', group: 'root' }],
    ],
  },
  'a user that is made, and then given a password': {
    arrange: ':',
    tasks: [
      ['user', { name: 'swkf' }],
      ['user', { name: 'swkf', home: '/home/swkg', create_home: false, password: '!' }],
      ['user', { name: 'swkf', password: '*' }],
    ],
  },
  'a user whose own group stays behind': {
    arrange: 'useradd -g nogroup swkf; groupadd swkf',
    tasks: [
      ['user', { name: 'swkf', state: 'absent' }],
      ['user', { name: 'swkf' }],
    ],
  },
}

test.each(Object.entries(cases))('%s', async (_name, { arrange, tasks }) => {
  await host.run(reset)
  expect((await host.run(arrange)).code).toBe(0)
  const all = tasks.map(([module, args], i) => task(`${i}`, module, args))
  const check = told(await run(host, all, 'check'))
  const play = told(await run(host, all, 'play'))
  expect(play.filter(one => one.startsWith('failed'))).toEqual([])
  expect(check).toEqual(play)
})

test('a unit without a file, and one with a mask that stays, are refused', async () => {
  for (const arrange of [':', 'systemctl mask swkf', `${unit(file)}; systemctl mask --runtime swkf`]) {
    await host.run(`${reset}; ${arrange}`)
    const started = task('started', 'systemd', { name: 'swkf', masked: false, state: 'started' })
    for (const mode of ['check', 'play'] as const)
      expect((await run(host, [started], mode)).told.get('started')?.error?.code, `${mode} ${arrange}`).toBe('refused')
  }
})

test('what a unit may write as it starts is unknown, and nothing else', async () => {
  const text = '[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStart=/bin/sh -c "echo unit \\\n>/srv/swku/a"\n'
  await host.run(`${reset}; mkdir -p /srv/swku; echo x | tee /srv/swku/a >/srv/swku/b; printf '%s' '${text}' >${own}`)
  const tasks = [
    task('start', 'systemd', { name: 'swkf', state: 'started' }),
    task('named', 'copy', { dest: '/srv/swku/a', content: 'x\n' }),
    task('other', 'copy', { dest: '/srv/swku/b', content: 'x\n' }),
    task('again', 'systemd', { name: 'swkf', state: 'restarted' }),
    task('twice', 'copy', { dest: '/srv/swku/a', content: 'x\n' }),
  ]
  const statuses = async (mode: 'check' | 'play') =>
    [...(await run(host, tasks, mode)).told.values()].map(one => one.status)
  expect(await statuses('check')).toEqual(['changed', 'unknown', 'ok', 'changed', 'unknown'])
  expect(await statuses('play')).toEqual(['changed', 'changed', 'ok', 'changed', 'changed'])
})

test.each([
  [
    'an update of the lists changes',
    `echo 'APT::Update::Pre-Invoke {"echo hook >>/srv/swkl";};' >/etc/apt/apt.conf.d/99swk`,
    task('before', 'apt', { update_cache: true }),
  ],
  [
    'a wait is for',
    '(sleep 2; echo hook >>/srv/swkl) >/dev/null 2>&1 &',
    task('before', 'wait_for', { path: '/srv/swkl', search_regex: '^hook$', timeout: 20 }),
  ],
])('a file that %s is read again before it is edited', async (_, changes, before) => {
  await host.run(`echo old >/srv/swkl; ${changes}`)
  const tasks = [before, task('line', 'lineinfile', { path: '/srv/swkl', line: 'new' })]
  const { told } = await run(host, tasks, 'play')
  await host.run('rm -f /etc/apt/apt.conf.d/99swk')
  expect([...told.values()].map(one => one.status)).toEqual(['ok', 'changed'])
  expect((await host.run('cat /srv/swkl')).stdout).toBe('old\nhook\nnew\n')
})

test('a new user takes no group that is there', async () => {
  await host.run(`${reset}; groupadd swkf`)
  const user = task('user', 'user', { name: 'swkf' })
  await run(host, [user], 'play')
  expect((await host.run('id -gn swkf')).stdout).toBe('users\n')
  expect((await run(host, [user], 'play')).told.get('user')?.status).toBe('ok')
})

test('a package that an earlier task holds is installed only where that is asked for', async () => {
  // dpkg holds what it knows: its configuration is left.
  await host.run('apt-get update -qq; apt-get install -qq -y nano; apt-get remove -qq -y nano')
  const hold = task('hold', 'dpkg_selections', { name: 'nano', selection: 'hold' })
  const plain = task('install', 'apt', { name: 'nano' })
  const asked = task('install', 'apt', { name: 'nano', allow_change_held_packages: true })
  const tell = async (tried: TaskOf, mode: 'check' | 'play') => {
    const told = (await run(host, [hold, tried], mode)).told.get('install')
    return told?.error?.message ?? told?.status
  }
  expect(await tell(plain, 'check')).toBe('nano is held')
  expect(await tell(plain, 'play')).toContain('Held packages were changed')
  for (const mode of ['check', 'play'] as const) expect(await tell(asked, mode)).toBe('changed')
})

test('a tree that has an owner and a mode by one name has them by another', async () => {
  await host.run('rm -rf /srv/swkf*; mkdir -p /srv/swkf/d/e; chmod 2770 /srv/swkf/d/e; ln -s d /srv/swkf/l')
  const own = (name: string, path: string) =>
    task(name, 'file', { path, state: 'directory', recurse: true, owner: 'daemon', mode: '0600' })
  const tasks = [own('all', '/srv/swkf/l'), own('part', '/srv/swkf/d/e')]
  for (const mode of ['check', 'play'] as const) {
    const { told } = await run(host, tasks, mode)
    expect([...told.values()].map(one => one.status)).toEqual(['changed', 'ok'])
  }
  expect((await host.run('stat -c %U%a /srv/swkf/d/e')).stdout).toBe('daemon600\n')
})

test('a mode in letters is foreseen for a tree under another name', async () => {
  await host.run('rm -rf /srv/swkf*; mkdir -p /srv/swkf/d/e; touch /srv/swkf/d/e/f; chmod 0700 /srv/swkf/d/e/f')
  await host.run('chmod 0710 /srv/swkf/d/e; ln -s d /srv/swkf/l')
  const own = (name: string, path: string) =>
    task(name, 'file', { path, state: 'directory', recurse: true, mode: 'g=u,o-rwx' })
  const tasks = [
    own('all', '/srv/swkf/l'),
    own('part', '/srv/swkf/d/e'),
    task('one', 'file', { path: '/srv/swkf/d/e/f', mode: '0770' }),
  ]
  for (const mode of ['check', 'play'] as const) {
    const { told } = await run(host, tasks, mode)
    expect([...told.values()].map(one => one.status)).toEqual(['changed', 'ok', 'ok'])
  }
  expect((await host.run('stat -c %a /srv/swkf/d/e /srv/swkf/d/e/f')).stdout).toBe('770\n770\n')
})

test('whether apt installs what depends on a package that an earlier task holds is unknown', async () => {
  await host.run('apt-get update -qq; apt-get purge -qq -y vim-tiny; apt-get install -qq -y vim-common')
  await host.run('apt-get remove -qq -y vim-common')
  const tasks = [
    task('hold', 'dpkg_selections', { name: 'vim-common', selection: 'hold' }),
    task('install', 'apt', { name: 'vim-tiny' }),
  ]
  const tell = async (mode: 'check' | 'play') => (await run(host, tasks, mode)).told.get('install')
  expect(await tell('check')).toMatchObject({ status: 'unknown', because: 'hold' })
  expect((await tell('play'))?.error?.message).toContain('you have held broken packages')
  expect((await tell('check'))?.error?.message).toContain('apt cannot install vim-tiny')
  await host.run('apt-get purge -qq -y vim-common')
})

test.each([
  [
    'a user made by the play keeps the home of another one',
    `${reset}; userdel -r swkh; rm -rf /home/swkh`,
    [
      task('owner', 'user', { name: 'swkh' }),
      task('guest', 'user', { name: 'swkf', home: '/home/swkh', create_home: false }),
      task('fails', 'user', { name: 'swkf', state: 'absent', remove: true }),
    ],
    'the home directory /home/swkh of swkf belongs to another user; userdel would not remove it',
  ],
  [
    'nothing is copied into what an earlier task makes a file',
    'rm -rf /srv/swkf*; mkdir /srv/swkf.from',
    [
      task('file', 'copy', { dest: '/srv/swkf', content: '' }),
      task('fails', 'copy', { src: '/srv/swkf.from', dest: '/srv/swkf/x', remote_src: true }),
    ],
    '/srv/swkf is not a directory; `dest` must lie in one',
  ],
])('%s', async (_, arrange, tasks, message) => {
  await host.run(arrange)
  for (const mode of ['check', 'play'] as const)
    expect((await run(host, tasks, mode)).told.get('fails')?.error?.message).toBe(message)
})

test('dpkg does not know a package that an earlier task purges', async () => {
  await host.run('apt-get update -qq; apt-get install -qq -y nano; apt-get remove -qq -y nano')
  const tasks = [
    task('purge', 'apt', { name: 'nano', state: 'absent', purge: true }),
    task('select', 'dpkg_selections', { name: 'nano', selection: 'hold' }),
  ]
  for (const mode of ['check', 'play'] as const)
    expect((await run(host, tasks, mode)).told.get('select')?.error?.message).toBe(
      'dpkg does not know the package nano',
    )
})

const taken = (path: string) => `${path} exists and is neither a working copy nor an empty directory`

test.each([
  ['apt', { name: 'hello', state: 'absent' }, 'hello is held'],
  ['git', { repo: '/srv/r', dest: '/srv/bolted/w' }, '/srv/bolted is immutable (chattr); root cannot change it either'],
  ['command', { cmd: 'true', chdir: '/srv/none' }, 'the working directory /srv/none does not exist'],
  [
    'user',
    { name: 'swkf', state: 'absent', remove: true },
    'the home directory /srv/filled of swkf belongs to another user; userdel would not remove it',
  ],
  [
    'shell',
    { cmd: 'true', chdir: '/root/swkf.key' },
    'the working directory /root/swkf.key is not a directory but a file',
  ],
  ['git', { repo: '/srv/r', dest: '/root/swkf.key' }, taken('/root/swkf.key')],
  ['git', { repo: '/srv/r', dest: '/srv/filled' }, taken('/srv/filled')],
  // git runs there as daemon, to whom it opens no repository of root's.
  ['git', { repo: '/srv/r', dest: '/srv/daemons/w' }, '/srv/r has no HEAD, or cannot be reached'],
  [
    'openssl_csr',
    { path: '/root/swkf.csr', privatekey_path: '/root/swkf.key' },
    '/root/swkf.key cannot be read as a private key',
  ],
] as const)('what %s cannot do fails in the check', async (name, args, message) => {
  await host.run(`${reset}; apt-get update -qq; apt-get install -qq -y hello git openssl; apt-mark hold hello
mkdir -p /srv/bolted /srv/daemons /srv/filled/d; useradd -M -d /srv/filled swkf; chattr +i /srv/bolted; chown daemon /srv/daemons; [ -d /srv/r ] || { git init -q /srv/r; git -C /srv/r -c user.name=x -c user.email=x commit -q --allow-empty -m one; }; echo broken >/root/swkf.key`)
  const tried = task(name, name, args)
  try {
    for (const mode of ['check', 'play'] as const)
      expect((await run(host, [tried], mode)).told.get(name)?.error?.message).toBe(message)
  } finally {
    await host.run('chattr -i /srv/bolted')
  }
})

/** The number of a new user is for the host to choose. */
const told = (ran: Ran): readonly string[] =>
  [...ran.told.values()].map(
    ({ status, diff }) => `${status} ${JSON.stringify(diff).replaceAll(/uid: (-|\d+)/g, 'uid')}`,
  )
