/**
 * What playbooks mean: each of these asserts Ansible's own values. Where `npm run language` has installed ansible-core, it plays
 * them first, so that a wrong expectation is found too.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LabHost, up } from '../../../src/lab/index.ts'
import { environment } from '../../language/ansible.ts'
import { startSwk } from '../support/swk.ts'

const playbooks = readdirSync(join(import.meta.dirname, 'conformance')).filter(name => name.endsWith('.yml'))
const ansible = join(environment, 'bin', 'ansible-playbook')
const folder = mkdtempSync(join(tmpdir(), 'swk-conformance-'))
const extra = '{"l22": 22}'
let hosts: LabHost[] = []

beforeAll(async () => {
  hosts = [await up({ name: 'conformance1', image: 'base' }), await up({ name: 'conformance2', image: 'base' })]
  if (existsSync(ansible)) {
    for (const host of hosts)
      await host.run('apt-get update -qq; apt-get install -qq -y python3 python3-apt >/dev/null 2>&1', {
        timeoutMs: 300_000,
      })
  }
  const level = (number: number) => {
    const name = (one: number) => `l${String(one).padStart(2, '0')}`
    return { [name(number)]: number, [name(number + 1)]: number }
  }
  const connection = ({ address, keyFile, knownHosts }: LabHost) => ({
    ansible_host: address,
    ansible_user: 'root',
    ansible_ssh_private_key_file: keyFile,
    ansible_ssh_common_args: `-o UserKnownHostsFile=${knownHosts}`,
  })
  const [first, second] = hosts as [LabHost, LabHost]
  const write = (name: string, value: unknown) => {
    mkdirSync(join(folder, name, '..'), { recursive: true })
    writeFileSync(join(folder, name), JSON.stringify(value))
  }
  const members = { first: { ...connection(first), ...level(8) }, second: connection(second) }
  write('hosts.yml', { all: { vars: level(3), children: { some: { hosts: members } } } })
  write('group_vars/all.yml', level(4))
  write('group_vars/some.yml', level(6))
  write('host_vars/first.yml', level(9))
})

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await Promise.all(hosts.map(host => host.stop()))
})

test.each(playbooks)('%s', async name => {
  const args = [join(import.meta.dirname, 'conformance', name), '-i', join(folder, 'hosts.yml'), '-e', extra]
  if (existsSync(ansible)) {
    const env = { ...process.env, ANSIBLE_PYTHON_INTERPRETER: 'auto_silent' }
    const { status, stdout } = spawnSync(ansible, args, { env, encoding: 'utf8', input: '' })
    expect(status, stdout).toBe(0)
  }
  const { code, stdout, stderr } = await startSwk('play', ...args, '--reporter', 'plain').ended
  expect(code, stdout + stderr).toBe(0)
})
