/** Relative paths on hosts: in the home directory of the user that logs in, `~` in that of the user that runs the task. */
import { expect, test } from 'vitest'
import { firstRefs } from '../../src/engine/observe/refs.ts'
import type { LoadedPlay } from '../../src/playbook/loaded-play.ts'
import { refKey } from '../../src/resources/kind.ts'
import { faults, load, play, registered, resolved } from './project-in.ts'

const facts = registered({ ansible_user_dir: '/root', ansible_login_dir: '/home/admin' })
const at = async (task: string, head = 'become: true\n'): Promise<unknown> =>
  resolved(await load(play(task, head)), facts).at(-1)

test.each([
  ['- file: { path: a/b, state: directory }', { path: '/home/admin/a/b' }],
  ['- file: { path: ./a, state: directory }', { path: '/home/admin/a' }],
  ['- file: { path: "{{ n }}", state: directory }\n  vars: { n: ~/.ssh }', { path: '/root/.ssh' }],
  ['- copy: { dest: ~/.ssh/x, content: a }', { dest: '/root/.ssh/x' }],
  ['- stat: { path: "~" }', { path: '/root' }],
  ['- stat: path=~/x', { path: '/root/x' }],
])('%s', async (task, expected) => {
  expect(await at(task)).toMatchObject(expected)
})

test('`~` of a task that does not become root is where its user logs in; of another user nothing says it', async () => {
  expect(await at('- stat: { path: ~/x }\n  become: false')).toMatchObject({ path: '/home/admin/x' })
  const task = '- stat: { path: ~/x }\n  become_user: postgres'
  await expect(at(task)).rejects.toThrow(/must be absolute/)
})

test('they work with `gather_facts: false`, and are looked at in the first batch', async () => {
  const tasks = play('- copy: { dest: x, content: "{{ ansible_user_dir is defined }}" }', 'gather_facts: false\n')
  const project = await load(tasks)
  const bound = (project.plays[0] as LoadedPlay).bind('a1')
  expect(firstRefs(bound).map(refKey)).toEqual(expect.arrayContaining(['facts:account', 'path:/root/x']))
})

test('the archive on this machine that `unarchive` takes is no path on the host', async () => {
  expect(await faults(play('- unarchive: { src: a.tar, dest: /srv }'))).toHaveLength(1)
})
