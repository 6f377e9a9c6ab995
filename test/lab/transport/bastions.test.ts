/** Many hosts behind one bastion, and many names at one address, where sshd drops logins from 10 pending ones on. */
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createConnection, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LabHost, up } from '../../../src/lab/index.ts'
import { connector } from '../../../src/transport/connect.ts'
import type { SshSpec } from '../../../src/transport/session.ts'
import { swk, tasks } from '../support/swk.ts'
import { one, refusal, spec, step, until } from './rig.ts'

const count = 60
let host: LabHost
let folder: string

// The bastion is the sshd on port 22, with Debian's MaxStartups written out. The targets are 60 loopback addresses of the
// same machine that only the bastion reaches; a second sshd stands for theirs.
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'swk-test-'))
  host = await up({ name: 'transport-bastions', image: 'base' })
  await host.run(`echo 'MaxStartups 10:30:100' > /etc/ssh/sshd_config.d/a.conf; systemctl restart ssh
    printf 'Port 2222\\nUsePAM yes\\nMaxStartups 1000\\nPidFile /run/sshd2.pid\\n' > /etc/ssh/targets; /usr/sbin/sshd -f /etc/ssh/targets
    printf 'Port 2223\\nUsePAM yes\\nMaxStartups 1\\nPidFile /run/sshd3.pid\\n' > /etc/ssh/narrow; /usr/sbin/sshd -f /etc/ssh/narrow`)
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await host?.stop()
})

const logins = async () =>
  Number((await host.run('journalctl -q -o cat -t sshd -t sshd-session | grep -c "^Accepted .* for admin"')).stdout)

/** An inventory as Ansible's users write it: the bastion stands in the ssh arguments. */
function inventory(name: string, variables: (i: number) => string): string {
  const config = join(folder, 'ssh-config')
  writeFileSync(
    config,
    `Host bastion\n  HostName ${host.address}\n  User admin\nHost *\n  IdentityFile ${host.keyFile}
  UserKnownHostsFile ${host.knownHosts}\n`,
  )
  const hosts = Array.from({ length: count }, (_, i) => `        t${i + 1}: { ${variables(i + 1)} }\n`)
  const file = join(folder, `${name}.yaml`)
  writeFileSync(
    file,
    `all:\n  children:\n    targets:\n      vars: { ansible_user: root }\n      hosts:\n${hosts.join('')}`,
  )
  return file
}

function playbook(): string {
  const file = join(folder, 'site.yaml')
  writeFileSync(file, '- hosts: targets\n  tasks:\n    - copy: { dest: /etc/motd, content: "behind a bastion\\n" }\n')
  return file
}

const check = (file: string) =>
  swk(
    'play',
    playbook(),
    '-i',
    file,
    '--check',
    '--forks',
    '50',
    '--ssh-config',
    join(folder, 'ssh-config'),
    '--reporter',
    'json',
  )

const lost = (run: Awaited<ReturnType<typeof swk>>) =>
  tasks(run, 'unreachable').map(({ host, error }) => `${host}: ${error?.message}`)

const reached = (events: Awaited<ReturnType<typeof swk>>['events']) =>
  events.filter(event => event.type === 'host:end' && event.status === 'done').length

describe(`${count} hosts behind one bastion, 50 forks`, () => {
  it.each(['ansible_ssh_common_args: "-o ProxyJump=bastion"', 'ansible_ssh_common_args: "-J bastion"'])(
    'all are reached, three times in a row, with one login to the bastion each time (%s)',
    async args => {
      const file = inventory(
        'behind',
        i =>
          `${args.replace('"-', `"-o HostKeyAlias=${host.address} -`)}, ansible_host: 127.0.0.${i}, ansible_port: 2222`,
      )
      for (let time = 0; time < 3; time++) {
        const before = await logins()
        const run = await check(file)
        expect(lost(run)).toEqual([])
        expect(run.code, run.stderr).toBe(0)
        expect(reached(run.events)).toBe(count)
        expect((await logins()) - before).toBe(1)
      }
    },
  )
})

describe(`${count} names at one address, 50 forks`, () => {
  it('all are reached: no more handshakes at once than sshd takes', async () => {
    const file = inventory('same', () => `ansible_host: ${host.address}`)
    const run = await check(file)
    expect(lost(run)).toEqual([])
    expect(run.code, run.stderr).toBe(0)
    expect(reached(run.events)).toBe(count)
  })
})

describe('an sshd that refuses a handshake, as it has as many as it takes', () => {
  /** One handshake that stands, and a way to the same sshd that calls `refused` when that closes a connection. */
  async function narrow(
    refused: (pending: Socket) => void,
  ): Promise<{ server: Server; pending: Socket; attempts(): number }> {
    const pending = createConnection(2223, host.address)
    await once(pending, 'data')
    let attempts = 0
    const server = createServer(near => {
      attempts += 1
      const far = createConnection(2223, host.address)
      near
        .on('error', () => {})
        .pipe(far)
        .on('error', () => {})
        .pipe(near)
      far.on('close', () => {
        near.destroy()
        refused(pending)
      })
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    return { server, pending, attempts: () => attempts }
  }
  const to = (server: Server) =>
    spec(host, { host: '127.0.0.1', port: (server.address() as AddressInfo).port, hostKeyAlias: host.address })

  it('is tried once more', async () => {
    const { server, attempts } = await narrow(pending => pending.destroy())
    const session = await connector()(to(server))
    expect((await one(session, step('echo here'))).stdout.toString()).toBe('here\n')
    expect(attempts()).toBe(2)
    await session.close()
    server.close()
  })

  it('and only once', async () => {
    const { server, pending, attempts } = await narrow(() => {})
    expect((await refusal(connector()(to(server)))).code).toBe('unreachable')
    expect(attempts()).toBe(2)
    pending.destroy()
    server.close()
  })
})

describe('a bastion', () => {
  const behind = (over: Partial<SshSpec> = {}) =>
    spec(host, {
      host: '127.0.0.1',
      port: 2222,
      hostKeyAlias: host.address,
      jumps: [spec(host, { user: 'admin' })],
      ...over,
    })

  it('that refuses the login is asked once, not once a host', async () => {
    const connect = connector()
    const strange = [spec(host, { user: 'admin', identityFiles: [], password: 'a wrong one' })]
    const before = await failures()
    const errors = await Promise.all(Array.from({ length: 5 }, () => refusal(connect(behind({ jumps: strange })))))
    errors.push(await refusal(connect(behind({ jumps: strange }))))
    expect(new Set(errors.map(({ code }) => code))).toEqual(new Set(['auth-failed']))
    // Password and keyboard-interactive, each once.
    expect((await failures()) - before).toBeLessThanOrEqual(2)
  })

  it('that is lost ends the hosts behind it, and only those; the next one connects anew', async () => {
    const connect = connector()
    const [first, second, direct] = await Promise.all([connect(behind()), connect(behind()), connect(spec(host))])
    await Promise.all([first, second, direct].map(session => one(session, step('true'))))
    const lost = [first, second].map(session => refusal(session.exchange([step('sleep 5')])))
    await host.run('pkill -u admin sshd')
    for (const error of await Promise.all(lost)) expect(error.code).toBe('unreachable')
    expect((await one(direct, step('echo here'))).stdout.toString()).toBe('here\n')
    const again = await connect(behind())
    expect((await one(again, step('echo here'))).stdout.toString()).toBe('here\n')
    await Promise.all([first, second, direct, again].map(session => session.close()))
  })

  it('is left when the last host behind it is', async () => {
    const connect = connector()
    const [first, second] = await Promise.all([connect(behind()), connect(behind())])
    const here = async () => (await host.run('pgrep -u admin sshd')).code === 0
    await first.close()
    expect((await one(second, step('echo here'))).stdout.toString()).toBe('here\n')
    expect(await here()).toBe(true)
    await second.close()
    await until(async () => !(await here()), 10_000)
  })
})

const failures = async () =>
  Number((await host.run('journalctl -q -o cat | grep -c "^Failed password for admin"')).stdout)
