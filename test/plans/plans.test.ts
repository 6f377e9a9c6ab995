/** What a plan allows, and when its file is refused. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Change } from '../../src/engine/index.ts'
import { differences, unplanned } from '../../src/plans/compare.ts'
import { plannedChange } from '../../src/plans/fingerprint.ts'
import {
  keyedHash,
  mustMatch,
  readPlan,
  relativeInputs,
  type SavedPlan,
  showPlan,
  writePlan,
} from '../../src/plans/index.ts'
import type { PlannedPlay, PlannedTask } from '../../src/plans/types.ts'
import { folderWith } from '../inventory/folder.ts'

const hash = keyedHash('salt', [])
const changeOf = (id: string, before = 'a', after = 'b') => ({ resource: `path ${id}`, id, before, after })
const taskOf = (task: string, status: PlannedTask['status'], ...changes: PlannedTask['changes']): PlannedTask => ({
  ...{ task, module: 'copy', section: 'tasks', status, changes, diff: [] },
})
const playOf = (...tasks: PlannedTask[]): PlannedPlay => ({ host: 'a', index: 0, play: 'p', tasks })

describe('what differs from a plan', () => {
  const planned = playOf(
    taskOf('one', 'changed', changeOf('/a')),
    taskOf('two', 'ok'),
    taskOf('three', 'unknown'),
    taskOf('four', 'changed', changeOf('/d'), changeOf('/e')),
  )
  const now = (...changed: PlannedTask[]) =>
    planned.tasks.map(task => changed.find(other => other.task === task.task) ?? task)
  const said = (tasks: readonly PlannedTask[], isAfter = false) =>
    differences(planned, tasks, isAfter).map(({ task, message }) => `${task}: ${message}`)

  test('nothing, where all is as planned', () => {
    expect(said(planned.tasks)).toEqual([])
  })

  test.each([
    [
      'another state before',
      taskOf('one', 'changed', changeOf('/a', 'x')),
      ['one: path /a has changed since the plan was made'],
    ],
    [
      'another state after',
      taskOf('one', 'changed', changeOf('/a', 'a', 'x')),
      ['one: path /a would become something else than planned'],
    ],
    [
      'a change of what was as declared',
      taskOf('two', 'changed', changeOf('/b')),
      ['two: path /b was as declared when the plan was made, and is not any more'],
    ],
    ['a change that is done', taskOf('four', 'changed', changeOf('/e')), ['four: path /d is already as planned']],
    ['a task that cannot be known now: it is compared at its turn', taskOf('one', 'unknown'), []],
  ])('%s', (_, task, expected) => {
    expect(said(now(task))).toEqual(expected)
  })

  test('a task that is not in the plan, and one that is missing', () => {
    expect(said([...planned.tasks.slice(1), taskOf('five', 'changed', changeOf('/f'))])).toEqual([
      'five: path /f is not in the plan',
      'one: is planned, and would not run now',
    ])
  })

  test('after an earlier play only what is to come of each item counts', () => {
    expect(said(now(taskOf('one', 'changed', changeOf('/a', 'x')), taskOf('four', 'ok')), true)).toEqual([])
    expect(said(now(taskOf('one', 'changed', changeOf('/a', 'a', 'x'))), true)).toHaveLength(1)
  })

  test('a task that is about to change something else is held back; one that was unknown is not', () => {
    const about = (task: string, ...changes: PlannedTask['changes']) => ({
      task,
      module: 'copy',
      section: 'tasks',
      changes,
    })
    expect(unplanned(planned, about('one', changeOf('/a', 'x')))).toEqual([])
    expect(unplanned(planned, about('one', changeOf('/a'), changeOf('/z')))).toEqual(['path /z'])
    expect(unplanned(planned, about('two', changeOf('/b')))).toEqual(['path /b'])
    expect(unplanned(planned, about('three', changeOf('/c')))).toEqual([])
  })
})

describe('hashes', () => {
  const want = { kind: 'path', id: '/a', state: { type: 'file', sha256: 'x' }, content: 'text' }
  const change: Change = {
    want,
    before: { type: 'file', sha256: 'y', mode: '0644' },
    after: want.state,
    fields: ['sha256'],
    quiet: false,
  }

  test('hold only what the change sets of the state before it', () => {
    const moved = { ...change, before: { ...change.before, mode: '0600' } }
    expect(plannedChange(moved, hash)).toEqual(plannedChange(change, hash))
    const other = { ...change, before: { ...change.before, sha256: 'z' } }
    expect(plannedChange(other, hash).before).not.toBe(plannedChange(change, hash).before)
  })

  test('need the salt and all vault passwords, in any order', () => {
    const key = (text: string) => ({ label: text, password: Buffer.from(text) })
    expect(keyedHash('s', [key('a'), key('b')])('x')).toBe(keyedHash('s', [key('b'), key('a')])('x'))
    const others = [keyedHash('s', []), keyedHash('s', [key('a')]), keyedHash('t', [key('a')])].map(one => one('x'))
    expect(new Set(others).size).toBe(3)
  })
})

const inputs = { 'site.yaml': '1', '../roles/a.yaml': '2' }
const plan: SavedPlan = {
  ...{ format: 1, swk: '0.1.0', made: 'now', by: 'ana@laptop', salt: 'salt', extraVars: hash([]) },
  options: { playbook: 'site.yaml', inventory: ['prod'], tags: ['a'] },
  inputs,
  plays: [playOf(taskOf('one', 'changed', changeOf('/a')), taskOf('two\x1b[2J', 'unknown'))],
}

test('a file is read as it was written, and refused where it was changed', () => {
  const file = join(folderWith({}), 'x.plan')
  writePlan(file, plan, hash)
  expect(readPlan(file)).toEqual({ plan, seal: hash(plan) })
  writeFileSync(file, readFileSync(file, 'utf8').replace('laptop', 'other'))
  expect(() => readPlan(file)).toThrow('was changed after it was made')
  writeFileSync(file, '[]')
  expect(() => readPlan(file)).toThrow('is not a plan')
  expect(() => readPlan(`${file}.nope`)).toThrow('cannot be read')
})

describe('a plan of another project is refused', () => {
  const now = {
    swk: '0.1.0',
    options: { playbook: '/x/site.yaml', inventory: ['there'], tags: ['a'] },
    inputs,
    extraVars: hash([]),
  }
  const refused =
    (more: Partial<typeof now>, seal = hash(plan)) =>
    () =>
      mustMatch({ plan, seal }, { ...now, ...more }, hash)

  test('but not one from another directory', () => {
    expect(refused({})).not.toThrow()
    expect(
      relativeInputs(
        new Map([
          ['/x/y/site.yaml', '1'],
          ['/x/roles/a.yaml', '2'],
        ]),
        '/x/y',
      ),
    ).toEqual(inputs)
  })

  test.each([
    ['another swk', refused({ swk: '0.2.0' }), 'made by swk 0.1.0; this is 0.2.0'],
    [
      'other options',
      refused({ options: { playbook: 'site.yaml', inventory: ['prod'], tags: ['b'] } }),
      'other options: tags',
    ],
    ['other variables', refused({ extraVars: 'x' }), 'other --extra-vars'],
    ['another seal', refused({}, 'x'), 'the seal of the plan does not fit'],
    [
      'other files',
      refused({ inputs: { 'site.yaml': 'x', 'new.yaml': '3' } as never }),
      '../roles/a.yaml (not read any more), new.yaml (new), site.yaml (changed)',
    ],
  ])('%s', (_, work, message) => {
    expect(work).toThrow(message)
  })
})

test('a plan is printed for people, and moves no cursor', () => {
  const text = showPlan(plan, ({ path }) => [path])
  expect(text).toContain('a: p (1 changed, 1 unknown)\n  changed one\n')
  expect(text).not.toContain('\x1b')
})
