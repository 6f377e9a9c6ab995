/** Modules that includes bring: imported when they are named, and refused as those of the playbook itself are. */
import { expect, test } from 'vitest'
import type { LoadedPlay } from '../../src/playbook/loaded-play.ts'
import type { Project } from '../../src/playbook/project.ts'
import { type Files, faults, load, nothing, play } from './project-in.ts'

const tasksOf = (project: Project) => (project.plays[0] as LoadedPlay).bind('a1').tasks
const broken = { 'modules/broken.ts': "throw new Error('no')\n" }

test('a module of a file that only a variable names', async () => {
  const included = 'sub/more.yaml'
  const files: Files = { [included]: '- raw: "true"\n', 'host_vars/a1.yaml': `file: ${included}\n` }
  const project = await load(play('- include_tasks: "{{ file | default(\'none.yaml\') }}"\n'), {
    ...files,
    'none.yaml': '[]\n',
  })
  expect(tasksOf(project).map(task => task.module.name)).toEqual(['raw'])
})

test('a module of a file that a result names', async () => {
  const include = '- command: cat /srv/name\n  register: r\n- include_tasks: "sub/{{ r.stdout }}.yaml"\n'
  const project = await load(play(include), { 'sub/more.yaml': '- raw: "true"\n', ...broken })
  await project.loadRest()
  const registered = new Map([['r', { stdout: 'more' }]])
  expect(
    tasksOf(project)[1]
      ?.include?.({ ...nothing, registered })
      .map(task => task.module.name),
  ).toEqual(['raw'])
})

test('a module that cannot be loaded is refused where an include brings it', async () => {
  const files = { ...broken, 'sub/more.yaml': '- broken: {}\n', 'group_vars/all.yaml': 'file: sub/more.yaml\n' }
  expect(await faults(play('- include_tasks: "{{ file }}"\n'), files)).toEqual([
    expect.stringContaining('bad-value 1:1'),
  ])
  expect(await faults(play('- debug: {}\n'), files)).toEqual([])
})
