/** What became of an item whose step can fail after a part of its changes was made. */
import { expect, test } from 'vitest'
import { planChange } from '../../src/engine/plan/change.ts'
import { judgeItem } from '../../src/engine/result/outcomes.ts'
import { sh } from '../../src/shell/sh.ts'
import { host, installed } from './hand-made.ts'

const changes = ['a', 'b'].flatMap(name => planChange(installed(name), null) ?? [])
const item = { changes, notes: [], warnings: [], result: {} }
const step = { name: 'apt-get install a b', script: sh`:`, timeout: 60, part: 'a part was made' }

function judge(rc: number, stderr: string, world = host({}, 'package:a', 'package:b')) {
  const reply = { rc, skipped: false, stdout: Buffer.alloc(0), stderr: Buffer.from(stderr), cut: false }
  const { outcome, changes } = judgeItem({ item: item as never, steps: [step], replies: [reply] }, world)
  return `${outcome}: ${changes.map(({ want }) => want.id).join(' ')}`
}

test('a step that says so has made a part of its changes', () => {
  expect(judge(100, 'E: broken\na part was made\n')).toBe('failed-after-change: a b')
  expect(judge(100, 'E: no such package\n')).toBe('failed: ')
})

test('one that was killed may have, unless the host shows what it made', () => {
  expect(judge(143, '')).toBe('may-have-changed: a b')
  const half = host({ 'package:a': { installed: true, version: '1' } }, 'package:b')
  expect(judge(143, '', half)).toBe('failed-after-change: a b')
})
