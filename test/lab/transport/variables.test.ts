/** Connection variables, options and ansible.cfg, as their users write them: who a task is on the host tells what they did. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SwkEvent } from '../../../src/engine/events.ts'
import { type LabHost, people, up } from '../../../src/lab/index.ts'

const bin = fileURLToPath(new URL('../../../bin/swk.js', import.meta.url))
let host: LabHost
let folder: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'swk-test-'))
  host = await up({ name: 'transport-variables', image: 'base' })
  write('site.yaml', play(''))
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await host?.stop()
})

function write(name: string, text: string): string {
  const path = join(folder, name)
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, text, { mode: 0o600 })
  return path
}

/** A play that says who it is. */
const play = (more: string) =>
  `- hosts: all\n${more}  tasks:\n    - { command: id -un, register: me }\n    - debug: { msg: "{{ me.stdout }}" }\n`

const key = () => ({ ssh_key: host.keyFile, ssh_known_hosts: host.knownHosts })
const reach = () => ({ ansible_host: host.address, ...key() })

/** Runs in a directory of its own (no ansible.cfg but the test's), without a terminal: passwords come from standard input. */
function run(
  args: readonly string[],
  more: { input?: string; env?: Record<string, string>; cwd?: string } = {},
): { code: number | null; events: readonly SwkEvent[]; stderr: string } {
  const { status, stdout, stderr } = spawnSync(
    'setsid',
    ['-w', process.execPath, bin, 'play', ...args, '--reporter', 'json'],
    {
      cwd: more.cwd ?? folder,
      env: { ...process.env, ...more.env },
      input: more.input ?? '',
      encoding: 'utf8',
    },
  )
  const events = stdout.split('\n').flatMap(line => (line.startsWith('{') ? [JSON.parse(line) as SwkEvent] : []))
  return { code: status, events, stderr }
}

/** Who each host was, or why it was not reached. */
function who({ events, stderr }: ReturnType<typeof run>): Readonly<Record<string, string>> {
  const found = events.flatMap((event): [string, string][] => {
    if (event.type !== 'task') return []
    if (event.error) return [[event.host, `${event.error.code}: ${event.error.message}`]]
    const said =
      event.module === 'debug' ? JSON.stringify(event).match(/"(root|admin|operator|nobody|postgres)"/)?.[1] : undefined
    return said === undefined ? [] : [[event.host, said]]
  })
  return found.length > 0 ? Object.fromEntries(found) : { error: stderr }
}

const inventory = (hosts: Record<string, object>, name = 'inventory.yaml') =>
  write(name, `${JSON.stringify({ all: { hosts } })}\n`)

const on = (vars: object, playbook = 'site.yaml', ...args: readonly string[]) =>
  who(run([playbook, '-i', inventory({ h: { ...reach(), ...vars } }), ...args])).h

describe('become', () => {
  it.each([
    [{ ansible_user: 'admin' }, 'admin'],
    [{ ansible_user: 'admin', ansible_become: true }, 'root'],
    [{ ansible_user: 'admin', ansible_become: 'yes' }, 'root'],
    [{ ansible_user: 'admin', wants: 'on', ansible_become: '{{ wants }}' }, 'root'],
    [{ ansible_user: 'admin', ansible_become: true, ansible_become_user: 'nobody' }, 'nobody'],
    [{ ansible_user: 'admin', ansible_become: true, ansible_become_user: '{{ who }}', who: 'nobody' }, 'nobody'],
    [{ ansible_user: 'operator', ansible_become: true, ansible_become_password: people.operator }, 'root'],
    [{ ansible_user: 'operator', ansible_become: true, ansible_become_pass: people.operator }, 'root'],
    [
      {
        ansible_user: 'operator',
        ansible_become: true,
        ansible_become_method: 'sudo',
        ansible_sudo_pass: people.operator,
      },
      'root',
    ],
  ])('%j', (vars, expected) => expect(on(vars)).toBe(expected))

  it('with su, by a variable, by a keyword of the play and on the command line', async () => {
    await host.run('echo root:of-root | chpasswd')
    const su = { ansible_user: 'operator', ansible_become_password: 'of-root' }
    expect(on({ ...su, ansible_become: true, ansible_become_method: 'su' })).toBe('root')
    const playbook = write('su.yaml', play('  become: true\n  become_method: su\n'))
    expect(on(su, playbook)).toBe('root')
    expect(on({ ...su, ansible_become_user: 'nobody' }, playbook)).toBe('nobody')
    expect(on({ ...su, ansible_become_method: 'sudo' }, playbook)).toContain('sudo did not accept')
    expect(on(su, 'site.yaml', '-b', '--become-method', 'su')).toBe('root')
    expect(on({ ansible_user: 'operator' }, playbook)).toContain('su wants a password')
  })

  it('of a host is stronger than keywords, host by host', () => {
    const hosts = {
      stays: { ...reach(), ansible_user: 'admin', ansible_become: false },
      becomes: { ...reach(), ansible_user: 'admin' },
      other: { ...reach(), ansible_user: 'admin', ansible_become_user: 'nobody' },
    }
    const playbook = write('become.yaml', play('  become: true\n'))
    const found = who(run([playbook, '-i', inventory(hosts)]))
    expect(found).toEqual({ stays: 'admin', becomes: 'root', other: 'nobody' })
  })

  it('a host that does not become needs no sudo', async () => {
    const hosts = {
      one: { ...reach(), ansible_user: 'operator', ansible_become: false },
      two: { ...reach(), ansible_user: 'admin' },
    }
    const playbook = write('become.yaml', play('  become: true\n'))
    expect(who(run([playbook, '-i', inventory(hosts)]))).toEqual({ one: 'operator', two: 'root' })
  })

  it('in the variables of plays and tasks', () => {
    const vars = write('vars.yaml', play('  vars: { ansible_become: true, ansible_become_user: nobody }\n'))
    expect(on({ ansible_user: 'admin' }, vars)).toBe('nobody')
    const task = play('').replace('register: me', 'register: me, vars: { ansible_become: true }')
    expect(on({ ansible_user: 'admin' }, write('task.yaml', task))).toBe('root')
  })

  it('-b, --become-user, --become-method', () => {
    expect(on({ ansible_user: 'admin' }, 'site.yaml', '-b', '--become-method', 'sudo')).toBe('root')
    expect(on({ ansible_user: 'admin' }, 'site.yaml', '-b', '--become-user', 'nobody')).toBe('nobody')
    const named = write('named.yaml', play('  become: true\n  become_user: root\n'))
    expect(on({ ansible_user: 'admin' }, named, '--become-user', 'nobody')).toBe('root')
  })
})

describe('passwords', () => {
  const without = () => ({ ansible_host: host.address, ssh_known_hosts: host.knownHosts })
  const file = () => inventory({ h: { ...without(), ansible_user: 'operator' } })
  const noKeys = ['--ssh-common-args', '-o PubkeyAuthentication=no']

  it.each(['ansible_password', 'ansible_ssh_pass', 'ansible_ssh_password'])('%s logs in', name => {
    const hosts = { h: { ...without(), ansible_user: 'operator', [name]: people.operator } }
    expect(who(run(['site.yaml', '-i', inventory(hosts), ...noKeys])).h).toBe('operator')
  })

  it('-k asks for it, and -K for that of sudo, by default the same', () => {
    const args = ['site.yaml', '-i', file(), ...noKeys]
    expect(who(run([...args, '-k'], { input: `${people.operator}\n` })).h).toBe('operator')
    expect(who(run([...args, '-k', '-K', '-b'], { input: `${people.operator}\n${people.operator}\n` })).h).toBe('root')
    expect(who(run([...args, '-k', '-K', '-b'], { input: `${people.operator}\n\n` })).h).toBe('root')
    expect(who(run([...args, '-k'], { input: 'a wrong one\n' })).h).toMatch(/^auth-failed/)
    expect(run([...args, '-k']).code).toBe(1)
  })

  it('from files', () => {
    const pass = write('pass', `${people.operator}\n`)
    const args = ['site.yaml', '-i', file(), ...noKeys, '-b']
    expect(who(run([...args, '--connection-password-file', pass, '--become-password-file', pass])).h).toBe('root')
  })

  it('on a terminal they are not shown', () => {
    const args = ['site.yaml', '-i', file(), ...noKeys, '-k', '-K', '-b', '--reporter', 'plain']
    const script = `
import os, pty, sys, time
pid, fd = pty.fork()
if pid == 0: os.execv(sys.argv[1], sys.argv[1:])
seen = b''
answers = [${JSON.stringify(people.operator)}, '']
while True:
    try: chunk = os.read(fd, 4096)
    except OSError: break
    if not chunk: break
    seen += chunk
    if answers and seen.rstrip().endswith(b':'): os.write(fd, answers.pop(0).encode() + b'\\r')
print(seen.decode())
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))`
    const seen = execFileSync('python3', ['-c', script, process.execPath, bin, 'play', ...args], {
      cwd: folder,
      encoding: 'utf8',
    })
    expect(seen).toContain('Password to log in:')
    expect(seen).toContain('Password for sudo (default: the same):')
    expect(seen).not.toContain(people.operator)
  })
})

describe('ways', () => {
  it.each([
    [
      {
        ansible_ssh_host: 'HOST',
        ansible_ssh_user: 'admin',
        ansible_ssh_port: 22,
        ansible_ssh_private_key_file: 'KEY',
      },
    ],
    [{ ansible_host: 'HOST', ansible_user: 'admin', ansible_port: '22', ansible_private_key_file: 'KEY' }],
    [{ ansible_ssh_common_args: '-o HostName=HOST -l admin -i KEY' }],
    [
      {
        ansible_ssh_args: '-C -o ControlMaster=auto',
        ansible_ssh_extra_args: '-o HostName=HOST -o User=admin -o IdentityFile=KEY',
      },
    ],
    [
      {
        ansible_host: 'HOST',
        ansible_user: 'admin',
        ssh_key: 'KEY',
        ansible_python_interpreter: '/usr/bin/python3',
        ansible_pipelining: true,
        ansible_timeout: 5,
      },
    ],
  ])('%j', vars => {
    const text = JSON.stringify(vars).replaceAll('HOST', host.address).replaceAll('KEY', host.keyFile)
    const hosts = { h: { ssh_known_hosts: host.knownHosts, ...JSON.parse(text) } }
    expect(who(run(['site.yaml', '-i', inventory(hosts)])).h).toBe('admin')
  })

  it('a new host key is trusted once with accept-new, and remembered', () => {
    const known = join(folder, 'known')
    const args = `-o StrictHostKeyChecking=accept-new -o UserKnownHostsFile=${known}`
    const vars = { ansible_host: host.address, ansible_user: 'admin', ssh_key: host.keyFile }
    const strict = inventory(
      { h: { ...vars, ansible_ssh_common_args: `-o UserKnownHostsFile=${known}` } },
      'strict.yaml',
    )
    expect(who(run(['site.yaml', '-i', strict])).h).toMatch(/^host-key-unknown/)
    expect(who(run(['site.yaml', '-i', inventory({ h: { ...vars, ansible_ssh_common_args: args } })])).h).toBe('admin')
    expect(who(run(['site.yaml', '-i', strict])).h).toBe('admin')
  })

  it('a changed host key is shown with both fingerprints', () => {
    const other = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFOCfQWXp2X7zw8NH4MLsVxx2eEPh8gOs7QhxqbmSxhm'
    const known = write('changed', `${host.address} ${other}\n`)
    const found = on({ ansible_user: 'admin', ssh_known_hosts: known })
    expect(found).toMatch(/^host-key-changed: .*SHA256:\S+.*expected .*SHA256:zcQffW5mujoHp0YH03InZau/)
  })

  it('a command, and ssh -W as one of them', () => {
    const wait = `ProxyCommand="env A=b ssh -F ${host.sshConfig} -W %h:%p ${host.name}"`
    const jump = `ProxyCommand="ssh -F ${host.sshConfig} -W %h:%p -q admin@${host.name}"`
    for (const command of [wait, jump])
      expect(on({ ansible_user: 'admin', ansible_ssh_common_args: `-o ${command}` })).toBe('admin')
  })

  it('a command that fails is reported, also where it ends at once', () => {
    for (const [command, said] of [
      ['exec false', /^unreachable: .*ProxyCommand ended/],
      ["sh -c 'echo no way >&2; exit 3'", /^unreachable: .*ProxyCommand ended \(exit 3\): no way/],
      ['sleep 0.3', /^unreachable: /],
    ] as const)
      expect(on({ ansible_user: 'admin', ansible_ssh_common_args: `-o ProxyCommand="${command}"` })).toMatch(said)
  })

  it('connection: local, in the inventory, the play and the command line', () => {
    const me = userInfo().username
    const local = inventory({ h: { ansible_connection: 'local' } })
    const bare = inventory({ h: {} }, 'bare.yaml')
    const playbook = write('local.yaml', play('  connection: local\n'))
    expect(who(run(['site.yaml', '-i', local])).h).toBe(me)
    expect(who(run([playbook, '-i', bare])).h).toBe(me)
    expect(who(run(['site.yaml', '-i', bare, '-c', 'local'])).h).toBe(me)
  })

  it('localhost without an entry is this machine', () => {
    const playbook = write('localhost.yaml', play('').replace('hosts: all', 'hosts: localhost'))
    expect(who(run([playbook, '-i', inventory({ h: reach() })])).localhost).toBe(userInfo().username)
  })

  it('remote_user of a play', () => {
    const playbook = write('remote.yaml', play('  remote_user: admin\n'))
    expect(on({}, playbook, '-u', 'loses')).toBe('admin')
    expect(on({ ansible_ssh_user: 'operator' }, playbook)).toBe('operator')
  })
})

describe('is refused at its place, before contact', () => {
  const refused = (text: string, ...args: readonly string[]) => {
    const { code, events } = run(['site.yaml', '-i', write('bad.yaml', text), ...args])
    expect(code).toBe(1)
    return events.map(event => (event.type === 'error' ? `${event.line}:${event.column} ${event.code}` : event.type))
  }
  it.each([
    ['all:\n  hosts:\n    h: { ansible_become_method: doas }\n', ['3:33 not-supported']],
    [
      'all:\n  vars:\n    ansible_ssh_common_args: -o StrictHostKeyChecking=no\n  hosts: { a: , b: }\n',
      ['3:30 not-supported'],
    ],
    ['all:\n  vars: { ansible_host_key_checking: false }\n  hosts: { a: , b: }\n', ['2:38 not-supported']],
    [
      'all:\n  hosts:\n    a: { ansible_connection: docker }\n    b: { ansible_ssh_usr: x }\n',
      ['3:30 not-supported', '4:27 not-supported'],
    ],
    ['all:\n  hosts:\n    h: { wants: perhaps, ansible_become: "{{ wants }}" }\n', ['3:42 bad-value']],
  ])('%j', (text, expected) => expect(refused(text)).toEqual(expected))

  it('only for hosts that are played on', () => {
    const text = 'all:\n  hosts:\n    a: { ansible_connection: winrm }\n    b: { ansible_connection: local }\n'
    expect(who(run(['site.yaml', '-i', write('mixed.yaml', text), '-l', 'b'])).b).toBe(userInfo().username)
  })

  it('two plays that disagree about a connection', () => {
    const two = write(
      'two.yaml',
      play('  vars: { ansible_user: admin }\n') + play('  vars: { ansible_user: operator }\n'),
    )
    const { code, events } = run([two, '-i', inventory({ h: reach() })])
    expect([code, events[0]]).toMatchObject([1, { code: 'not-supported', line: 7 }])
  })
})

describe('inventories and ansible.cfg', () => {
  it('an INI inventory and a second one over it', () => {
    const ini = write(
      'hosts',
      `[web]\nh ansible_host=${host.address} ansible_user=admin ansible_become=no\n[web:vars]\nssh_key=${host.keyFile}\nssh_known_hosts=${host.knownHosts}\n`,
    )
    expect(who(run(['site.yaml', '-i', ini])).h).toBe('admin')
    const more = write('more.yaml', 'web: { hosts: { h: { ansible_become: true } } }\n')
    expect(who(run(['site.yaml', '-i', ini, '-i', more])).h).toBe('root')
  })

  it('a list of hosts', () => {
    const args = ['-u', 'admin', '--private-key', host.keyFile]
    const extra = ['-e', `ssh_known_hosts=${host.knownHosts}`]
    expect(who(run(['site.yaml', '-i', `${host.address},`, ...args, ...extra]))[host.address]).toBe('admin')
  })

  it('ansible.cfg of the working directory', () => {
    const cwd = join(folder, 'project')
    write(
      'project/ansible.cfg',
      `[defaults]\ninventory = hosts\nremote_user = admin\nprivate_key_file = ${host.keyFile}\nforks = 3\n[privilege_escalation]\nbecome = True\nbecome_user = nobody\n[ssh_connection]\nssh_args = -o UserKnownHostsFile=${host.knownHosts} -o ControlPersist=60s\n`,
    )
    write('project/hosts', `h ansible_host=${host.address}\n`)
    write('project/site.yaml', play(''))
    expect(who(run(['site.yaml'], { cwd })).h).toBe('nobody')
    expect(who(run(['site.yaml'], { cwd, env: { ANSIBLE_BECOME_USER: 'root' } })).h).toBe('root')
    expect(who(run(['site.yaml'], { cwd, env: { ANSIBLE_BECOME: 'no' } })).h).toBe('admin')
    expect(run(['site.yaml'], { cwd, env: { ANSIBLE_HOST_KEY_CHECKING: 'False' } }).code).toBe(1)
  })
})
