/** The promises of the manual on the real command line, as far as no host is needed: the host of the inventory is one that nobody reaches. */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventSchema } from '../../src/reporters/schema.ts'

const folder = mkdtempSync(join(tmpdir(), 'swk-interface-'))
const bin = resolve('bin/swk.js')

function swk(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], { encoding: 'utf8', cwd: folder })
  return { status, stdout, stderr }
}

function play(tasks: string, ...args: readonly string[]) {
  writeFileSync(join(folder, 'play.yaml'), `- hosts: all\n  tasks:\n${tasks}`)
  return swk('play', 'play.yaml', '-i', 'hosts.yaml', ...args)
}

beforeAll(() => {
  writeFileSync(join(folder, 'hosts.yaml'), 'all: { hosts: { x1: { ssh_host: 192.0.2.1 } } }\n')
  writeFileSync(join(folder, 'mode.yaml'), 'm: 0660\n')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const three = '    - copyy: { dest: /a }\n    - apt: { nam: htop }\n    - template: { src: none.j2, dest: /b }\n'

test('three mistakes are three carets and exit 1', () => {
  const { status, stderr } = play(three)
  expect(status).toBe(1)
  expect(stderr.match(/\^+$/gm)).toHaveLength(3)
  expect(stderr).toContain('did you mean copy?')
})

test('as JSON they are three events on standard output, each with its place', () => {
  const { status, stdout } = play(three, '--reporter', 'json')
  const events = stdout
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))
  expect(status).toBe(1)
  expect(events.map(({ type, line, column }) => [type, line, column])).toEqual([
    ['error', 3, 7],
    ['error', 4, 14],
    ['error', 5, 24],
  ])
})

test.each([['--wat'], ['--limit', 'nope'], ['--private-key', '/nope'], ['--ssh-config', '/nope'], ['--forks', '0']])(
  'a wrong %s %s is an error event and exit 1',
  (...args) => {
    const { status, stdout } = play('    - debug: { msg: x }\n', ...args, '--reporter', 'json')
    expect(status).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({ type: 'error' })
  },
)

test.each(['local_action: x', 'delegate_to: x', 'async: 5'])('%s is refused at its place', keyword => {
  const { status, stderr } = play(`    - ${keyword}\n`)
  expect(status).toBe(1)
  expect(stderr).toContain('play.yaml:3:7')
})

const copy = '    - copy: { dest: /a, content: x, mode: "{{ m }}" }\n'

test.each(['m=0660', '{"m": "0660"}', '{m: 0o660}', '@mode.yaml', 'm=u=rw'])('mode by -e %s is a mode', vars => {
  expect(play(copy, '--syntax-check', '-e', vars).status).toBe(0)
})

test('a bare 660 through a variable is an error', () => {
  const { status, stderr } = play(copy, '--syntax-check', '-e', '{"m": 660}')
  expect(status).toBe(1)
  expect(stderr).toContain('bad-mode')
})

test.each([
  ['--list-hosts', [{ type: 'listing', play: 'all', hosts: ['x1'] }]],
  ['--list-tasks', [{ type: 'listing', play: 'all', hosts: ['x1'], tasks: [{ section: 'tasks', task: 'copy' }] }]],
  ['--list-tags', [{ type: 'listing', play: 'all', hosts: ['x1'], tags: ['a'] }]],
  ['--syntax-check', []],
])('%s as JSON is an event a play, and a summary', (option, listed) => {
  const { status, stdout } = play(`${copy}      tags: [a]\n`, option, '-e', 'm=0660', '--reporter', 'json')
  expect(status).toBe(0)
  const events = stdout
    .trim()
    .split('\n')
    .map(line => eventSchema.parse(JSON.parse(line)))
  expect(events).toEqual([...listed, { type: 'summary', hosts: {}, exit: 0 }])
})

test('--list-tasks shows the tasks of each host', () => {
  const { stdout } = play(copy, '--list-tasks', '-e', 'm=0660')
  expect(stdout).toBe('all on x1\n  tasks  copy\n')
})

test('a slow reader of a pipe gets all of it', async () => {
  const many = 5000
  writeFileSync(join(folder, 'many.yaml'), `- hosts: all\n  tasks:\n${'    - copyy: { dest: /a }\n'.repeat(many)}`)
  const args = ['play', 'many.yaml', '-i', 'hosts.yaml', '--reporter', 'json']
  const child = spawn(process.execPath, [bin, ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] })
  const pieces: Buffer[] = []
  child.stdout.on('data', piece => pieces.push(piece)).pause()
  const closed = once(child, 'close')
  // By then it has written more than the pipe holds, and would end.
  await new Promise(resolve => setTimeout(resolve, 3000))
  child.stdout.resume()
  await closed
  expect(Buffer.concat(pieces).toString('utf8').trimEnd().split('\n')).toHaveLength(many)
})
