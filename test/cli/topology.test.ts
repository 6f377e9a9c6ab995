import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'swk-topology-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function swk(...args: string[]) {
  const argv = ['bin/swk.js', 'topology', 'playbooks/site.yaml', '-i', 'prod', ...args]
  const { status, stdout, stderr } = spawnSync(process.execPath, argv, { encoding: 'utf8' })
  return { status, stdout, stderr }
}

test('the example of two homeservers is shown once, since they do not differ', () => {
  const { status, stdout, stderr } = swk()
  expect(stderr).toBe('')
  expect(status).toBe(0)
  expect(stdout).toMatch(/^process +role +routes/)
  expect(stdout.match(/^clientsync2 /gm)).toHaveLength(1)
})

test('as JSON it names its hosts, or those that --limit leaves', () => {
  const hosts = (...args: string[]) => JSON.parse(swk('--format', 'json', ...args).stdout).topologies[0].hosts
  expect(hosts()).toEqual(['matrix1.example.org', 'matrix2.example.org'])
  expect(hosts('--limit', 'matrix2.example.org')).toEqual(['matrix2.example.org'])
})

test('a host that is named and does not answer is told on standard error; all else is shown as without it', () => {
  const inventory = join(folder, 'nobody.yaml')
  writeFileSync(
    inventory,
    'all: { children: { homeservers: { hosts: { hs9: { ssh_host: 127.0.0.1, ssh_port: 1 } } } } }\n',
  )
  const argv = ['bin/swk.js', 'topology', 'playbooks/site.yaml', '-i', inventory]
  const run = (...more: string[]) => spawnSync(process.execPath, [...argv, ...more], { encoding: 'utf8' })
  const [alone, named] = [run(), run('--limit', 'hs9')]
  expect(named).toMatchObject({ status: 0, stdout: alone.stdout })
  expect(named.stderr).toMatch(/^swk: hs9 is not compared with this: connect ECONNREFUSED 127.0.0.1:1\n$/)
  expect(alone.stderr).toBe('')
})

test('requests of a file and of the command line are answered in their order, a JSON line each', () => {
  const file = join(folder, 'requests')
  writeFileSync(file, '# comment\n\nPOST /_matrix/media/v3/upload\nGET /_matrix/client/versions\n')
  const { status, stdout } = swk(
    '--request',
    `@${file}`,
    '--request',
    'GET /_matrix/client/v3/sync?since=1',
    '--format',
    'json',
  )
  expect(status).toBe(0)
  const lines = stdout
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))
  expect(lines.map(({ request, role, workers }) => [request, role, workers])).toEqual([
    ['POST /_matrix/media/v3/upload', 'mediaworker', ['mediaworker1']],
    ['GET /_matrix/client/versions', 'main', ['main']],
    ['GET /_matrix/client/v3/sync?since=1', 'client-sync', ['clientsync1', 'clientsync2']],
  ])
})

test('all bad lines of a file of requests are told at their places', () => {
  const file = join(folder, 'bad')
  writeFileSync(file, 'GET /a\nGET\n  get /b\n')
  const { status, stdout, stderr } = swk('--request', `@${file}`)
  expect(status).toBe(1)
  expect(stdout).toBe('')
  expect(stderr).toContain(`${file}:2:1`)
  expect(stderr).toContain(`${file}:3:3`)
})

test.each([
  [['--request', 'GET'], 'swk: --request "GET": a request is METHOD URL'],
  [['--request', 'GET /', '--format', 'files'], 'swk: --request cannot be shown as files'],
  [
    ['--format', 'dot'],
    'swk: --format is table, tasks, files, mermaid, json, nginx, haproxy, caddy, apache; not "dot"',
  ],
  [['--request', '@/no/such/file'], 'Cannot read /no/such/file'],
])('%j is refused', (args, message) => {
  const { status, stdout, stderr } = swk(...args)
  expect(status).toBe(1)
  expect(stdout).toBe('')
  expect(stderr).toContain(message)
})

test('a playbook without a topology is told so', () => {
  const argv = ['bin/swk.js', 'topology', 'playbooks/tasks-only.yaml', '-i', 'prod']
  const { status, stderr } = spawnSync(process.execPath, argv, { encoding: 'utf8' })
  expect(status).toBe(1)
  expect(stderr).toBe('swk: no host of playbooks/tasks-only.yaml has a topology\n')
})
