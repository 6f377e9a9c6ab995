/** Ways in: keys, passwords and agents, jump hosts and proxies, this machine itself. */
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LabHost, people, up } from '../../../src/lab/index.ts'
import { connect } from '../../../src/transport/connect.ts'
import { resolveConnection } from '../../../src/transport/resolve.ts'
import type { BecomeSpec, SshSpec } from '../../../src/transport/session.ts'
import { addPlainUser, one, refusal, spec, step, whoami } from './rig.ts'

let host: LabHost
let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'swk-test-'))
  host = await up({ name: 'transport-ways', image: 'base' })
  await addPlainUser(host)
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await host?.stop()
})

const file = (name: string, text: string) => {
  const path = join(folder, name)
  writeFileSync(path, text, { mode: 0o600 })
  return path
}
const as = (user: string, become?: BecomeSpec, over: Partial<SshSpec> = {}) =>
  spec(host, { user, ...(become && { become }), ...over })

describe('keys and passwords', () => {
  const nothing = { identityFiles: [], knownHostsFiles: [] }
  const keygen = (name: string, passphrase: string) => {
    const path = join(folder, name)
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', passphrase, '-f', path])
    return path
  }

  it('a password, also by keyboard-interactive', async () => {
    const over = { identityFiles: [], password: people.operator }
    expect(await whoami(as('operator', undefined, over))).toBe('operator')
    await host.run(
      'echo "PasswordAuthentication no\nKbdInteractiveAuthentication yes" > /etc/ssh/sshd_config.d/a.conf; systemctl restart ssh',
    )
    expect(await whoami(as('operator', undefined, over))).toBe('operator')
    await host.run('rm /etc/ssh/sshd_config.d/a.conf; systemctl restart ssh')
  })

  it('a wrong password is refused, and not shown', async () => {
    const error = await refusal(whoami(as('operator', undefined, { identityFiles: [], password: 'geheim-falsch' })))
    expect(error.code).toBe('auth-failed')
    expect(JSON.stringify(error)).not.toContain('geheim-falsch')
  })

  it('a key that the host does not know, a key that is not there, a broken key: refused, and what was tried is said', async () => {
    const strange = keygen('strange', '')
    const error = await refusal(whoami(spec(host, { identityFiles: ['/nowhere', file('broken', 'x'), strange] })))
    expect(error).toMatchObject({ code: 'auth-failed', found: expect.stringContaining(strange) })
    expect((await refusal(whoami(spec(host, { ...nothing, knownHostsFiles: [host.knownHosts] })))).found).toContain(
      'no key',
    )
  })

  it('an encrypted key is said to be one, and comes from the agent where it is there', async () => {
    const locked = keygen('locked', '')
    execFileSync('sh', ['-c', `cat ${locked}.pub`])
    await host.run(`cat >> /root/.ssh/authorized_keys`, { input: readFileSync(`${locked}.pub`) })
    const socket = join(folder, 'agent')
    const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' })
    try {
      for (let i = 0; i < 50; i++) {
        try {
          execFileSync('ssh-add', ['-q', locked, keygen(`more${i}`, '')], {
            env: { SSH_AUTH_SOCK: socket },
            stdio: 'ignore',
          })
          break
        } catch {
          await new Promise(resolve => setTimeout(resolve, 50))
        }
      }
      execFileSync('ssh-keygen', ['-q', '-p', '-P', '', '-N', 'a passphrase', '-f', locked])
      const alone = await refusal(whoami(spec(host, { identityFiles: [locked] })))
      expect(alone).toMatchObject({ code: 'auth-failed', hint: expect.stringContaining(`${locked} is encrypted`) })
      expect(await whoami(spec(host, { identityFiles: [locked], agent: socket }))).toBe('root')
      expect(await whoami(spec(host, { identityFiles: [locked], agent: socket, identitiesOnly: true }))).toBe('root')
      const other = await refusal(whoami(spec(host, { identityFiles: [], agent: socket, identitiesOnly: true })))
      expect(other.code).toBe('auth-failed')
    } finally {
      agent.kill()
    }
  })

  it('an agent that is gone does not end the login', async () => {
    expect(await whoami(spec(host, { agent: '/nowhere/agent' }))).toBe('root')
    expect((await refusal(whoami(spec(host, { identityFiles: [], agent: '/nowhere/agent' })))).code).toBe('auth-failed')
  })
})

describe('ways to a host', () => {
  it('nobody listens, no such name: unreachable', async () => {
    expect(await refusal(whoami(spec(host, { port: 9 })))).toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('ECONNREFUSED'),
    })
    expect((await refusal(whoami(spec(host, { host: 'no-such-host.invalid' })))).code).toBe('unreachable')
  })

  it('through jump hosts, each with its own key verified', async () => {
    const hop = as('admin')
    const inside = { host: '127.0.0.1', hostKeyAlias: host.address }
    expect(await whoami(spec(host, { ...inside, jumps: [hop] }))).toBe('root')
    expect(await whoami(spec(host, { ...inside, jumps: [hop, { ...hop, ...inside, user: 'plain' }] }))).toBe('root')
    const stranger = { ...hop, knownHostsFiles: [] }
    expect((await refusal(whoami(spec(host, { ...inside, jumps: [stranger] })))).code).toBe('host-key-unknown')
    const closed = await refusal(whoami(spec(host, { ...inside, port: 9, jumps: [hop] })))
    expect(closed).toMatchObject({ code: 'unreachable', message: expect.stringContaining('through') })
  })

  it("through a ProxyCommand of the user's own ssh configuration", async () => {
    const config = file(
      'config',
      `Host target\n  HostName ${host.address}\n  User root\n  IdentityFile ${host.keyFile}
  UserKnownHostsFile ${host.knownHosts}\n  ProxyCommand ssh -F ${host.sshConfig} -W %h:%p ${host.name}\n`,
    )
    const found = await resolveConnection('target', {}, { sshConfig: config, become: true })
    expect(await whoami(found as SshSpec)).toBe('root')
  })

  it("through a ProxyJump of the user's own ssh configuration", async () => {
    const config = file(
      'config',
      `Host *\n  IdentityFile ${host.keyFile}\n  UserKnownHostsFile ${host.knownHosts}
Host bastion\n  HostName ${host.address}\n  User admin\nHost target\n  HostName 127.0.0.1\n  HostKeyAlias ${host.address}\n  ProxyJump bastion\n`,
    )
    const found = await resolveConnection(
      'target',
      { ansible_user: 'operator', ansible_become_password: people.operator },
      { sshConfig: config, become: true, user: 'loses' },
    )
    expect(await whoami(found as SshSpec)).toBe('root')
  })

  it('this machine itself, without ssh', async () => {
    const session = await connect({ type: 'local' })
    expect((await one(session, step('id -un; pwd'))).stdout.toString()).toBe(`${userInfo().username}\n/\n`)
    const running = session.exchange([step('sleep 20', { timeout: 30 })])
    await new Promise(resolve => setTimeout(resolve, 200))
    await session.cancel()
    expect((await running)[0]?.rc).toBe(143)
    await session.close()
  })
})
