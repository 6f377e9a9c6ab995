/** `--start-at-task`, and a playbook that is no file. */
import { expect, test } from 'vitest'
import type { LoadedPlay } from '../../src/playbook/loaded-play.ts'
import { faults, load } from './project-in.ts'

const text = `
- hosts: web
  tasks: [{ name: first, debug: {} }]
- hosts: web
  pre_tasks: [{ name: pre, debug: {} }]
  tasks: [{ name: one, debug: {}, tags: t }, { name: two, debug: {} }]
  post_tasks: [{ name: post, debug: {} }]
- hosts: web
  tasks: [{ name: last, debug: {} }]
`
const names = async (startAtTask: string): Promise<unknown> =>
  (await load(text, {}, { startAtTask })).plays.map(play => play.bind('a1').tasks.map(task => task.name))

test('a run starts at the task that is named, by name or glob', async () => {
  expect(await names('two')).toEqual([['two', 'post'], ['last']])
  expect(await names('p?st')).toEqual([['post'], ['last']])
  expect(await names('l*')).toEqual([['last']])
  expect(await faults(text, {}, { startAtTask: 'tow' })).toEqual([expect.stringMatching(/^usage.*two/)])
})

test('a playbook may be a text', async () => {
  const playbookText = '[{"hosts":"web","tasks":[{"debug":{"msg":"m"}}]}]'
  const { plays } = await load(text, {}, { playbook: 'ad-hoc command', playbookText })
  expect((plays[0] as LoadedPlay).bind('a1').tasks.map(task => task.name)).toEqual(['debug'])
})
