/** Host keys: what is known, unknown, changed, revoked. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LabHost, up } from '../../../src/lab/index.ts'
import type { SshSpec } from '../../../src/transport/session.ts'
import { proxyTo } from './proxy.ts'
import { refusal, spec, whoami } from './rig.ts'

let host: LabHost
let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'swk-test-'))
  host = await up({ name: 'transport-host-keys', image: 'base' })
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
describe('host keys', () => {
  let proxy: Awaited<ReturnType<typeof proxyTo>>
  let lines: readonly string[]
  const known = (...text: readonly string[]) => file('known', text.map(line => `${line}\n`).join(''))
  const keyOf = (type: string) => (lines.find(line => line.includes(type)) as string).split(' ').slice(1).join(' ')
  const other = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFOCfQWXp2X7zw8NH4MLsVxx2eEPh8gOs7QhxqbmSxhm'
  const showing = (knownHosts: string, over: Partial<SshSpec> = {}) =>
    whoami(spec(host, { host: '127.0.0.1', port: proxy.port, knownHostsFiles: [knownHosts], ...over }))
  beforeAll(async () => {
    lines = readFileSync(host.knownHosts, 'utf8').trim().split('\n')
    proxy = await proxyTo(host.address)
  })
  afterAll(() => proxy?.close())

  it('known by any of its types, the host shows that one', async () => {
    for (const type of ['ssh-ed25519', 'ecdsa'])
      expect(await showing(known(`[127.0.0.1]:${proxy.port} ${keyOf(type)}`))).toBe('root')
  })

  it('hashed, as ssh-keygen -H writes them', async () => {
    const path = known(`[127.0.0.1]:${proxy.port} ${keyOf('ssh-ed25519')}`)
    execFileSync('ssh-keygen', ['-q', '-H', '-f', path], { stdio: 'ignore' })
    expect(readFileSync(path, 'utf8')).toMatch(/^\|1\|/)
    expect(await showing(path)).toBe('root')
  })

  it('unknown is refused, with its fingerprint, before anything is sent', async () => {
    const before = (await host.run('journalctl -q -o cat -t sshd | grep -c "Accepted"')).stdout
    const error = await refusal(showing(known(`elsewhere ${keyOf('ssh-ed25519')}`)))
    const print = execFileSync('ssh-keygen', ['-lf', file('k.pub', keyOf('ssh-ed25519'))], { encoding: 'utf8' }).split(
      ' ',
    )[1]
    expect(error).toMatchObject({ code: 'host-key-unknown', found: `ssh-ed25519 ${print}` })
    const after = Number((await host.run('journalctl -q -o cat -t sshd | grep -c "Accepted"')).stdout)
    expect(after).toBe(Number(before) + 1) // of the look itself
  })

  it('accept-new takes it and remembers it, also where the file has no last line end', async () => {
    const path = file('new', `elsewhere ${other}`)
    expect(await showing(path, { strictHostKeyChecking: 'accept-new' })).toBe('root')
    expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(3)
    expect(await showing(path)).toBe('root')
  })

  it.each(['yes', 'accept-new'] as const)(
    'changed is refused, both fingerprints shown (%s)',
    async strictHostKeyChecking => {
      const error = await refusal(showing(known(`[127.0.0.1]:${proxy.port} ${other}`), { strictHostKeyChecking }))
      expect(error).toMatchObject({ code: 'host-key-changed', found: expect.stringMatching(/^ssh-ed25519 SHA256:/) })
      expect(error.expected).toContain('SHA256:zcQffW5mujoHp0YH03InZau/YZ0j2vzZNftbDdsUN+s')
    },
  )

  it('known by another type alone is refused, accept-new or not', async () => {
    const rsa = execFileSync(
      'sh',
      ['-c', `ssh-keygen -q -t rsa -N '' -f ${join(folder, 'rsa')} && cut -d' ' -f1,2 ${join(folder, 'rsa')}.pub`],
      { encoding: 'utf8' },
    ).trim()
    const error = await refusal(
      showing(known(`[127.0.0.1]:${proxy.port} ${rsa}`), { strictHostKeyChecking: 'accept-new' }),
    )
    expect(error.code).toBe('host-key-changed')
  })

  it('revoked is refused even where it is also known', async () => {
    const path = known(`[127.0.0.1]:${proxy.port} ${keyOf('ssh-ed25519')}`, `@revoked * ${keyOf('ssh-ed25519')}`)
    expect((await refusal(showing(path))).code).toBe('host-key-revoked')
  })

  it('the word of a certificate authority counts as unknown', async () => {
    expect((await refusal(showing(known(`@cert-authority * ${keyOf('ssh-ed25519')}`)))).code).toBe('host-key-unknown')
  })

  it('known_hosts that cannot be read might revoke: refused', async () => {
    expect((await refusal(showing(folder))).code).toBe('file-not-found')
  })
})
