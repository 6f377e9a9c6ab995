import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { lab } from '../../../src/cli/lab.ts'
import { fingerprint, type LabHost, labFiles, list, people, up, writeInventory } from '../../../src/lab/index.ts'
import { groupOf, labId, machineOf } from '../../../src/lab/paths.ts'

const source = new URL('../../../src/lab/index.ts', import.meta.url).href
const unique = (name: string) => `${name}-${process.pid}`
const onLine = (line: string) => console.log(line)

describe('a base host', () => {
  let host: LabHost
  beforeAll(async () => {
    host = await up({ name: unique('base'), image: 'base', onLine })
  })
  afterAll(() => host?.stop())

  const out = async (script: string) => (await host.run(script)).stdout.trim()

  test('runs a systemd of its own, with no failed unit', async () => {
    expect(await out('systemctl is-system-running')).toBe('running')
    expect(await out('cat /proc/1/comm; hostname')).toBe(`systemd\n${host.name}`)
  })

  test('gives back what a script says, with its exit code and input', async () => {
    const { code, stdout, stderr } = await host.run('cat; echo oops >&2; exit 3', { input: 'grüße\n' })
    expect({ code, stdout, stderr }).toEqual({ code: 3, stdout: 'grüße\n', stderr: 'oops\n' })
  })

  test('has an admin whose sudo asks nothing and an operator whose sudo asks for a password', async () => {
    const as = (user: string, ...command: string[]) =>
      execFileSync('ssh', ['-F', host.sshConfig, '-l', user, host.name, ...command], {
        input: `${people.operator}\n`,
        stdio: ['pipe', 'pipe', 'ignore'],
      })
        .toString()
        .trim()
    expect(as('admin', 'sudo -n id -u')).toBe('0')
    expect(() => as('operator', 'sudo -n id -u')).toThrow()
    expect(as('operator', 'sudo -S id -u')).toBe('0')
  })

  test('reaches the world: apt works', async () => {
    const { code, stderr } = await host.run('apt-get update -q && apt-get install -q -y hello && hello')
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' })
  })

  test.each([{ hard: false }, { hard: true }])('boots the same root again (hard: $hard)', async options => {
    await host.run('echo kept > /root/kept; sync; echo lost > /run/lost')
    await host.reboot(options)
    expect(await out('cat /root/kept; ls /run/lost 2>/dev/null')).toBe('kept')
  })

  test('a name is given once', async () => {
    await expect(up({ name: host.name, image: 'base' })).rejects.toThrow('already exists')
  })

  test('a root is booted once', () => {
    const script = join(labFiles().hosts, host.name, 'boot.sh')
    expect(() => execFileSync('sh', [script], { stdio: 'pipe' })).toThrow('already booted')
  })

  test('its fingerprint tells what was touched, and that nothing was', async () => {
    const before = await fingerprint(host)
    await host.run('cat /etc/passwd; stat /etc; mkdir /tmp/x; rmdir /tmp/x')
    await host.run('echo x > /run/trace; chmod 0755 /etc/hostname')
    const after = await fingerprint(host)
    const changed = [...after].filter(([path, facts]) => before.get(path) !== facts).map(([path]) => path)
    expect(changed.sort()).toEqual(['/etc/hostname', '/run/trace', '/tmp'])
  })

  test('stands in an inventory', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'swk-lab-'))
    await writeInventory([host], join(folder, 'inventory.yaml'), { user: 'operator' })
    const text = readFileSync(join(folder, 'inventory.yaml'), 'utf8')
    expect(text).toContain(`        ${host.name}:\n          ssh_host: ${host.address}\n          ssh_user: operator\n`)
    expect(readFileSync(labFiles().inventory, 'utf8')).toContain(`ssh_host: ${host.address}`)
    rmSync(folder, { recursive: true })
  })
})

test('hosts do not reach into each other: a unit stopped on one runs on the other', async () => {
  const hosts = await Promise.all(['one', 'two'].map(name => up({ name: unique(name), image: 'base', onLine })))
  const [one, two] = hosts as [LabHost, LabHost]
  try {
    for (const host of hosts) await host.run('systemd-run --unit sleeper --slice same.slice sleep 1000')
    await one.run('systemctl stop sleeper.service; systemctl stop same.slice')
    expect((await one.run('systemctl is-active sleeper')).stdout).toBe('inactive\n')
    expect((await two.run('systemctl is-active sleeper; pgrep -c sleep || grep -l sleep /proc/*/comm')).stdout).toMatch(
      /^active/,
    )
    expect((await two.run(`timeout 2 bash -c '</dev/tcp/${one.address}/22' && echo reached`)).stdout).toBe('reached\n')
  } finally {
    await Promise.all(hosts.map(host => host.stop()))
  }
  expect(hosts.flatMap(host => traces(host.name))).toEqual([])
})

describe('an owner that is killed', () => {
  // In a lab of its own, so that its last host is the last, whoever else is at work on this machine.
  let forwarding = ''
  beforeAll(() => {
    forwarding = readFileSync('/proc/sys/net/ipv4/ip_forward', 'utf8')
    process.env.SWK_LAB_STATE = mkdtempSync('/var/tmp/swk-lab-')
    process.env.SWK_LAB_NET = '10.89.0'
  })
  afterAll(() => {
    rmSync(process.env.SWK_LAB_STATE as string, { recursive: true })
    delete process.env.SWK_LAB_STATE
    delete process.env.SWK_LAB_NET
    expect(readFileSync('/proc/sys/net/ipv4/ip_forward', 'utf8')).toBe(forwarding)
  })

  test('leaves nothing behind', async () => {
    const names = [unique('orphan'), unique('orphan2')]
    const owner = await ownerOf(names)
    expect([...names.flatMap(traces), ...commonTraces()].length).toBeGreaterThan(10)
    owner.kill('SIGKILL')
    await eventually(() => names.flatMap(traces).length === 0)
    expect(names.flatMap(traces)).toEqual([])
    expect(commonTraces()).toEqual([])
  })

  test('with its watcher leaves what the next one takes away', async () => {
    const name = unique('orphan3')
    const owner = await ownerOf([name])
    for (const pid of watchersOf(name)) process.kill(pid, 'SIGKILL')
    owner.kill('SIGKILL')
    await once(owner, 'exit')
    await sleep(500)
    expect(traces(name)).not.toEqual([])
    await list()
    expect(traces(name)).toEqual([])
    expect(commonTraces()).toEqual([])
  })

  test('leaves the hosts of another lab their way to the world', async () => {
    const name = unique('first')
    const owner = await ownerOf([name])
    const state = mkdtempSync('/var/tmp/swk-lab-')
    const other = await ownerOf([unique('second')], { SWK_LAB_STATE: state, SWK_LAB_NET: '10.90.0' })
    try {
      owner.kill('SIGKILL')
      await eventually(() => traces(name).length === 0 && commonTraces().length === 0)
      expect(readFileSync('/proc/sys/net/ipv4/ip_forward', 'utf8')).toBe('1\n')
    } finally {
      other.kill('SIGKILL')
      await eventually(() => readdirSync(join(state, 'hosts')).length === 0)
      rmSync(state, { recursive: true })
    }
  })

  test('while it builds a root leaves no mount and no process', async () => {
    const cache = mkdtempSync(join(tmpdir(), 'swk-cache-'))
    const builder = child(`import { prepare } from '${source}'; await prepare('base')`, { SWK_LAB_CACHE: cache })
    await eventually(() => processesOf(cache).length > 3)
    await sleep(3000)
    builder.kill('SIGKILL')
    await eventually(() => processesOf(cache).length === 0)
    expect(processesOf(cache)).toEqual([])
    expect(readFileSync('/proc/self/mounts', 'utf8')).not.toContain(cache)
    expect(readdirSync(cache).filter(name => /^base-\w+$/.test(name))).toEqual([])
    rmSync(cache, { recursive: true })
  })
})

describe('a monolith', () => {
  let host: LabHost
  beforeAll(async () => {
    host = await up({ name: unique('monolith'), image: 'monolith', onLine })
  })
  afterAll(() => host?.stop())

  test('is a Synapse that people have used, also after a reboot', async () => {
    await expectThePast(host)
    await host.reboot()
    await eventually(async () => (await fetch(`http://${host.address}/_matrix/client/versions`)).ok)
    await expectThePast(host)
  })

  test('is laid out as the package lays it out', async () => {
    const { stdout } = await host.run(`
      systemctl show -P Type matrix-synapse; systemctl show -P User matrix-synapse; systemctl is-enabled matrix-synapse
      id -gn matrix-synapse; dpkg-statoverride --list | grep -c 'matrix-synapse nogroup 755'
      ls /etc/matrix-synapse /etc/matrix-synapse/conf.d/server_name.yaml; nginx -t 2>&1 | grep -c successful`)
    expect(stdout.trim().split(/\s+/)).toEqual(
      ['notify', 'matrix-synapse', 'enabled', 'nogroup', '3', '/etc/matrix-synapse/conf.d/server_name.yaml'].concat([
        '/etc/matrix-synapse:',
        'conf.d',
        'homeserver.signing.key',
        'homeserver.yaml',
        'log.yaml',
        '1',
      ]),
    )
  })
})

describe('swk lab', () => {
  test.each([
    [['dance'], '"dance" is not a lab command'],
    [['up', 'a', 'b'], 'one host at a time'],
    [['up', '--image', 'windows'], '"windows" is not an image'],
    [['up', '--imag'], '--imag'],
    [['up', 'Hs_1', '--image', 'base'], 'is not a valid host name'],
    [['ssh', 'nobody'], 'no running host "nobody"'],
    [['down', 'nobody'], 'no host "nobody"'],
  ])('%j is refused in a line', async (argv, expected) => {
    let said = ''
    expect(await lab(argv, { out: () => {}, err: text => (said += text) })).toBe(1)
    expect(said).toContain(expected)
    expect(said.trimEnd()).not.toContain('\n')
  })
})

async function expectThePast(host: LabHost) {
  const call = async (path: string, token?: string, body?: unknown) => {
    const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {}
    const method = body ? 'POST' : 'GET'
    return fetch(`http://${host.address}${path}`, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) })
  }
  const past = JSON.parse((await host.run('cat /root/matrix.json')).stdout)
  const identifier = { type: 'm.id.user', user: 'alice' }
  const login = { type: 'm.login.password', identifier, password: 'alice-password' }
  const { access_token: token } = (await (await call('/_matrix/client/v3/login', undefined, login)).json()) as {
    access_token: string
  }
  const messages = await call(`/_matrix/client/v3/rooms/${past.room}/messages?dir=b&limit=20`, token)
  const { chunk } = (await messages.json()) as { chunk: { content: { body?: string } }[] }
  expect(chunk.map(event => event.content.body)).toEqual(expect.arrayContaining(past.lines))
  const media = await call(`/_matrix/client/v1/media/download/${past.media.slice('mxc://'.length)}`, token)
  expect(Buffer.from(await media.arrayBuffer()).toString('base64')).toBe(past.picture)
  expect(await (await call('/')).text()).toContain('nothing to do with Matrix')
}

/** A process that brings hosts up and then only lives. */
async function ownerOf(names: string[], env: NodeJS.ProcessEnv = {}): Promise<ChildProcess> {
  const ups = names.map(name => `up({ name: '${name}', image: 'base' })`)
  const owner = child(
    `import { up } from '${source}'; await Promise.all([${ups}]); console.log('up'); setInterval(() => {}, 1e6)`,
    env,
  )
  await once(owner.stdout as NodeJS.ReadableStream, 'data')
  return owner
}

function child(script: string, env: NodeJS.ProcessEnv = {}): ChildProcess {
  return spawn(process.execPath, ['--input-type=module', '-e', script], {
    env: { ...process.env, ...env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

/** What of a host is there on this machine. */
function traces(name: string): string[] {
  const groups = ['', '/unified', '/systemd'].map(tree => `/sys/fs/cgroup${tree}/${groupOf(name)}`)
  const mounts = readFileSync('/proc/self/mounts', 'utf8').split('\n')
  return [
    ...[join(labFiles().hosts, name), ...groups].filter(path => existsSync(path)),
    ...mounts.filter(line => line.includes(`/${name}/`)),
    ...readdirSync('/sys/class/net').filter(link => link.startsWith(`vb-${machineOf(name)}`.slice(0, 11))),
    ...processesOf(`/${name}/`),
  ]
}

/** What the hosts of a lab share. */
function commonTraces(): string[] {
  return [
    ...readdirSync('/sys/class/net').filter(link => link.startsWith(labId())),
    ...execFileSync('nft', ['list', 'tables'])
      .toString()
      .split('\n')
      .filter(table => table.includes(`${labId()}_`)),
  ]
}

const watchersOf = (name: string) => processesOf(`/${name}/watch.sh`).map(line => Number(line.split(' ')[0]))

function processesOf(path: string): string[] {
  return readdirSync('/proc')
    .filter(pid => /^\d+$/.test(pid))
    .flatMap(pid => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
        return command.includes(path) && Number(pid) !== process.pid ? [`${pid} ${command}`] : []
      } catch {
        return []
      }
    })
}

async function eventually(condition: () => boolean | Promise<boolean>, ms = 30_000): Promise<void> {
  const deadline = Date.now() + ms
  while (Date.now() < deadline && !(await condition())) await sleep(100)
}
