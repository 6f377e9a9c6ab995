/** The `diff` that tasks register, in the shapes of Ansible's modules. */
import { afterEach, expect, test } from 'vitest'
import assemble from '../../modules/assemble.ts'
import blockinfile from '../../modules/blockinfile.ts'
import copy from '../../modules/copy.ts'
import file from '../../modules/file.ts'
import knownHosts from '../../modules/known-hosts.ts'
import lineinfile from '../../modules/lineinfile.ts'
import replace from '../../modules/replace.ts'
import { HostState } from '../../src/engine/plan/host-state.ts'
import { planTask } from '../../src/engine/plan/plan-task.ts'
import type { Task } from '../../src/engine/task.ts'
import { type Module, refKey, type State, sha256 } from '../../src/index.ts'
import { forgetSecrets, Secret } from '../../src/secret/index.ts'
import { task } from '../engine/hand-made.ts'
import { parsed } from './support.ts'

afterEach(forgetSecrets)

const owned = { mode: '0644', owner: 'root', group: 'root' }
const folder = { ...owned, type: 'directory', mode: '0755' }
const regular = (text: string): State => ({ ...owned, type: 'file', size: text.length, sha256: sha256(text), text })

/** The `diff` that a task with these arguments registers on a host that has these paths, and no others of those it reads. */
function diffOf(module: Module, args: object, paths: Readonly<Record<string, State>>, more: Partial<Task> = {}) {
  const given = parsed(module, args)
  const world: Record<string, State> = { 'path:/': folder, 'path:/etc': folder }
  for (const [id, state] of Object.entries(paths)) world[refKey({ kind: 'path', id })] = state
  const read = module.reads(given).map(ref => [refKey(ref), world[refKey(ref)] ?? null] as const)
  const host = new HostState(new Map([...Object.entries(world), ...read]))
  const scope = { host: 'h', registered: new Map(), pending: new Map(), observed: null }
  const plan = planTask(task('t', module, { instances: [{ args: given }], ...more }), scope, host)
  if (plan.type !== 'planned') throw new Error(JSON.stringify(plan))
  return plan.items[0]?.result.diff
}

const etc = { '/etc/f': regular('a\n') }
const header = { before_header: '/etc/f', after_header: '/etc/f' }

test('a file that is written: one text before and after', () => {
  const diff = [{ before: 'a\n', after: 'b\n', ...header }]
  expect(diffOf(copy, { dest: '/etc/f', content: 'b\n' }, etc)).toEqual(diff)
  expect(diffOf(copy, { dest: '/etc/g', content: 'b\n' }, etc)).toMatchObject([{ before: '', after: 'b\n' }])
})

test('a file whose content stays: its attributes', () => {
  const [before, after] = [
    { path: '/etc/f', mode: '0644' },
    { path: '/etc/f', mode: '0600' },
  ]
  expect(diffOf(copy, { dest: '/etc/f', content: 'a\n', mode: '0600' }, etc)).toEqual({ before, after })
  expect(diffOf(file, { path: '/etc/f', mode: '0600' }, etc)).toEqual({ before, after })
})

test('what file makes and removes', () => {
  const states = (before: string, after: string, path = '/etc/f') => ({
    before: { path, state: before },
    after: { path, state: after },
  })
  expect(diffOf(file, { path: '/etc/f', state: 'absent' }, etc)).toEqual(states('file', 'absent'))
  expect(diffOf(file, { path: '/etc/d', state: 'directory' }, etc)).toEqual(states('absent', 'directory', '/etc/d'))
  expect(diffOf(file, { path: '/etc/f', state: 'file' }, etc)).toEqual({
    before: { path: '/etc/f' },
    after: { path: '/etc/f' },
  })
})

test('edits of a text file', () => {
  const texts = { before: 'a\n', after: 'a\nb\n' }
  const content = { before_header: '/etc/f (content)', after_header: '/etc/f (content)' }
  const attributes = { before_header: '/etc/f (file attributes)', after_header: '/etc/f (file attributes)' }
  expect(diffOf(lineinfile, { path: '/etc/f', line: 'b' }, etc)).toEqual([{ ...texts, ...content }, attributes])
  expect(diffOf(lineinfile, { path: '/etc/f', line: 'a', mode: '0600' }, etc)).toEqual([
    { before: 'a\n', after: 'a\n', ...content },
    { ...attributes, before: { mode: '0644' }, after: { mode: '0600' } },
  ])
  expect(diffOf(blockinfile, { path: '/etc/f', block: 'b' }, etc)).toMatchObject([{ before: 'a\n' }, attributes])
  expect(diffOf(replace, { path: '/etc/f', regexp: '$', replace: '\nb' }, etc)).toMatchObject({ before: 'a\n' })
  expect(diffOf(replace, { path: '/etc/f', regexp: 'x' }, etc)).toBeUndefined()
})

test('known_hosts registers the file also where nothing changes', () => {
  const line = 'h ssh-rsa A\n'
  const args = { name: 'h', key: line, path: '/etc/f' }
  expect(diffOf(knownHosts, args, { '/etc/f': regular(line) })).toEqual({ before: line, after: line, ...header })
  expect(diffOf(knownHosts, args, etc)).toEqual({ before: 'a\n', after: `a\n${line}`, ...header })
})

test('text that is binary, or too large, is named only', () => {
  const large = 'x'.repeat(200_000)
  expect(diffOf(copy, { dest: '/etc/f', content: large }, etc)).toMatchObject([{ before: 'a\n', src_larger: 104448 }])
  expect(diffOf(copy, { dest: '/etc/f', content: 'b' }, { '/etc/f': { ...regular('?'), text: null } })).toMatchObject([
    { dst_binary: 1, after: 'b' },
  ])
})

test('secrets are in no diff, nor what they take the place of', () => {
  const password = new Secret('hunter2-of-today').reveal()
  expect(diffOf(copy, { dest: '/etc/f', content: password }, { '/etc/f': regular('of yesterday') })).toEqual([
    { before: '<secret>\n', after: '<secret changed>\n', ...header },
  ])
  const key = '-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----\n'
  expect(JSON.stringify(diffOf(copy, { dest: '/etc/f', content: key }, etc))).not.toContain('abc')
})

test.each([{ noLog: true }, { hidesDiff: true }])('a task with %j registers none', more => {
  expect(diffOf(copy, { dest: '/etc/f', content: 'b\n' }, etc, more)).toBeUndefined()
  expect(diffOf(lineinfile, { path: '/etc/f', line: 'b' }, etc, more)).toBeUndefined()
})

test('assemble registers the text that it writes', () => {
  const sources = { tree: () => [{ path: 'a', mode: '0644', content: Buffer.from('b\n') }] }
  const given = assemble.prepare?.(
    assemble.args.parse({ src: 'd', dest: '/etc/f', remote_src: false }),
    sources as never,
  )
  const before = regular('a\n')
  const change = { want: { kind: 'path', id: '/etc/f', state: {}, content: 'b\n' }, before, after: regular('b\n') }
  const host = new HostState(new Map([['path:/etc/f', before]]))
  expect(assemble.result?.(given, host, [change])).toMatchObject({ diff: { before: 'a\n', after: 'b\n' } })
})
