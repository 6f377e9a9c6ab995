/**
 * `node test/language/beside.ts PLAYBOOK...`: plays each playbook with swk on one lab host and with ansible-core on another,
 * and prints what the two hosts then differ in: files, users, packages and units. ANSIBLE_PLAYBOOK names another Ansible.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { type LabHost, up } from '../../src/lab/index.ts'
import { environment, install } from './ansible.ts'

const program = readFileSync(join(import.meta.dirname, 'snapshot.sh'), 'utf8')
const swk = resolve(import.meta.dirname, '../../bin/swk.js')
const folder = mkdtempSync(join(tmpdir(), 'swk-beside-'))

/** Both tools call the host by the same name. */
function inventoryOf(host: LabHost): string {
  const file = join(folder, `${host.name}.yaml`)
  const ssh = `-o UserKnownHostsFile=${host.knownHosts}`
  writeFileSync(
    file,
    `all: { hosts: { host: { ansible_host: ${host.address}, ansible_user: admin, ansible_ssh_private_key_file: ${host.keyFile}, ansible_ssh_common_args: '${ssh}' } } }\n`,
  )
  return file
}

async function snapshot(host: LabHost): Promise<ReadonlySet<string>> {
  const { stdout } = await host.run(program, { timeoutMs: 300_000 })
  if (stdout === '') throw new Error(`root cannot log in to ${host.name} any more`)
  return new Set(stdout.split('\n').filter(Boolean))
}

type Ended = { readonly code: number | null; readonly output: string }

function run(command: string, args: readonly string[], cwd: string): Ended {
  const env = { ...process.env, ANSIBLE_PYTHON_INTERPRETER: 'auto_silent', ANSIBLE_NOCOLOR: '1' }
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, env, encoding: 'utf8', maxBuffer: 1 << 28 })
  return { code: status, output: `${stdout}${stderr}` }
}

/** Lines that one of them has more than before, and the other has not. */
function gained(after: ReadonlySet<string>, before: ReadonlySet<string>, other: ReadonlySet<string>): string[] {
  return [...after].filter(line => !before.has(line) && !other.has(line))
}

async function fresh(name: string): Promise<LabHost> {
  const host = await up({ name, image: 'base' })
  await host.run('apt-get update -qq; apt-get install -qq -y python3 python3-apt >/dev/null 2>&1', {
    timeoutMs: 300_000,
  })
  return host
}

async function compare(playbook: string): Promise<number> {
  const [ours, theirs] = [await fresh('beside-swk'), await fresh('beside-ansible')]
  try {
    const before = { ours: await snapshot(ours), theirs: await snapshot(theirs) }
    const cwd = dirname(resolve(playbook))
    const args = (host: LabHost) => [resolve(playbook), '-i', inventoryOf(host)]
    const bySwk = run(swk, ['play', ...args(ours), '--reporter', 'plain'], cwd)
    const byAnsible = run(
      process.env.ANSIBLE_PLAYBOOK ?? join(environment, 'bin', 'ansible-playbook'),
      args(theirs),
      cwd,
    )
    const again = run(swk, ['play', ...args(ours), '--reporter', 'plain', '--detailed-exitcode'], cwd)
    const after = { ours: await snapshot(ours), theirs: await snapshot(theirs) }
    const differing = [
      ...gained(after.ours, before.ours, after.theirs).map(line => `  swk     ${line}`),
      ...gained(after.theirs, before.theirs, after.ours).map(line => `  ansible ${line}`),
    ]
    const made = gained(after.ours, before.ours, new Set()).length
    console.log(
      `${playbook}: swk ${bySwk.code}, ansible ${byAnsible.code}, swk again ${again.code}; ${made} new lines, ${differing.length} differ`,
    )
    for (const line of differing.slice(0, 40)) console.log(line)
    if (bySwk.code !== 0) console.log(bySwk.output.slice(-3000))
    if (byAnsible.code !== 0) console.log(byAnsible.output.slice(-3000))
    if (again.code !== 0) console.log(again.output.slice(-2000))
    return bySwk.code === 0 && byAnsible.code === 0 ? differing.length : 1
  } finally {
    await Promise.all([ours.stop(), theirs.stop()])
  }
}

install()
let differing = 0
for (const playbook of process.argv.slice(2)) differing += await compare(playbook)
execFileSync('rm', ['-rf', folder])
process.exitCode = differing === 0 ? 0 : 1
