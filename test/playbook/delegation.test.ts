/** Delegation: to hosts that no inventory lists, item by item, with facts; and `remote_user` and `meta: end_role`. */
import { expect, test } from 'vitest'
import type { Task } from '../../src/engine/task.ts'
import { faults, load, play, registered } from './project-in.ts'

const tasks = async (text: string, files = {}): Promise<readonly Task[]> =>
  (await load(play(text), files)).plays[0]?.bind('a1').tasks ?? []

test('a host that no inventory lists is reached by its name, with the variables of all', async () => {
  const project = await load(play('- command: id\n  delegate_to: db.example.org'), {
    'group_vars/all.yaml': 'ansible_user: ana',
  })
  expect(project.plays[0]?.bind('a1').tasks[0]?.delegateTo).toBe('db.example.org')
  expect(project.inventory.hosts.get('db.example.org')).toMatchObject({ vars: { ansible_user: 'ana' }, implicit: true })
  expect(await faults(play('- command: id\n  delegate_to: a3'))).toEqual([expect.stringMatching(/^bad-value 4:20/)])
})

test('items on hosts of their own register one result', async () => {
  const all = await tasks(
    '- command: id\n  delegate_to: "{{ item }}"\n  loop: [a2, localhost]\n  register: r\n  failed_when: r.rc == 5',
  )
  expect(all.map(task => [task.delegateTo, task.register, task.isSilent])).toEqual([
    ['a2', 'r 0', undefined],
    ['localhost', 'r 1', undefined],
    [undefined, 'r', true],
  ])
  const scope = registered({ 'r 0': { changed: true, failed: false, rc: 0 }, 'r 1': { changed: false, failed: false } })
  const resolution = all[2]?.resolve(scope)
  const args = resolution?.type === 'run' ? resolution.instances[0]?.args : undefined
  expect(all[2]?.module.result?.(args, {} as never, [])).toMatchObject({
    changed: true,
    results: [{ item: 'a2', ansible_loop_var: 'item', rc: 0 }, { item: 'localhost' }],
  })
  expect(all[0]?.failedWhen?.(scope, { rc: 5 })).toBe(true)
})

test('remote_user of a task is another user only where it is not the one who logs in', async () => {
  const as = async (head: string, files = {}) =>
    (await tasks(`- command: id\n  ${head}`, files)).map(({ become, becomeUser }) => [become, becomeUser])
  expect(await as('remote_user: ana')).toEqual([[true, 'ana']])
  expect(await as('remote_user: root')).toEqual([[true, undefined]])
  expect(await as('remote_user: ana', { 'group_vars/all.yaml': 'ansible_user: ana' })).toEqual([[false, undefined]])
  expect(await as('{ remote_user: ana, become: true }'.slice(2, -2).replace(', ', '\n  '))).toEqual([[true, undefined]])
})

test('end_role stands in a role', async () => {
  expect(await faults(play('- meta: end_role'))).toEqual(['bad-value 3:13'])
  const files = { 'roles/r/tasks/main.yml': '- meta: end_role\n- debug: { msg: x }' }
  const [end, other] = await tasks('- import_role: { name: r }', files)
  expect([end?.meta, end?.role === other?.role]).toEqual(['end_role', true])
})
