import { expect, test } from 'vitest'
import { textWidth } from '../../src/errors/width.ts'
import { Fleet } from '../../src/reporters/fleet.ts'
import { rows } from '../../src/reporters/rows.ts'
import { createTheme } from '../../src/reporters/theme.ts'

const view = createTheme({ out: () => {}, env: {}, terminal: false, showDiff: true })
const canvas = { columns: 80, rows: 12, now: 5000, picture: 0 }

function fleet(count: number): Fleet {
  return new Fleet(
    Array.from({ length: count }, (_, i) => `hs${i}`),
    () => 1000,
  )
}

test('hosts at work show their task, how far they are and what a long step last said', () => {
  const two = fleet(2)
  two.event({ type: 'host:start', host: 'hs0', tasks: 9 })
  two.event({ type: 'task:start', host: 'hs0', task: 'Install Redis', module: 'apt', section: 'tasks' })
  two.event({ type: 'output', host: 'hs0', task: 'Install Redis', text: 'Unpacking \x1b[1mredis\nSetting' })
  expect(rows('Workers', two.hosts, canvas, view)).toEqual([
    '| Workers',
    '  | hs0    0/9  Install Redis  4 s',
    '                Unpacking \\x1b[1mredis',
    '  | hs1         connecting  4 s',
  ])
})

test('a hundred hosts take no more rows than there are, and the rest is counted', () => {
  const many = fleet(100)
  for (let i = 0; i < 50; i++) many.event({ type: 'host:start', host: `hs${i}`, tasks: 9 })
  for (let i = 0; i < 5; i++) many.event({ type: 'host:end', host: `hs${i}`, status: i === 0 ? 'failed' : 'done' })
  const drawn = rows('Workers', many.hosts, canvas, view)
  expect(drawn).toHaveLength(12)
  expect(drawn.at(-1)).toBe('  ... 90 more hosts: 35 at work, 50 connecting, 4 done, 1 failed')
})

test('hosts of a later batch wait', () => {
  const two = fleet(2)
  two.event({ type: 'batch:start', play: 'Workers', hosts: ['hs0'] })
  expect(two.hosts.map(({ phase }) => phase)).toEqual(['connecting', 'waiting'])
})

test('no row is wider than the terminal, whatever the names are', () => {
  const host = '猫'.repeat(40)
  const wide = new Fleet([host], () => 0)
  wide.event({ type: 'host:start', host, tasks: 100_000 })
  wide.event({ type: 'task:start', host, task: 'an endless name '.repeat(20), module: 'x', section: 'tasks' })
  for (const columns of [40, 79, 200]) {
    for (const row of rows('p'.repeat(300), wide.hosts, { ...canvas, columns }, view)) {
      expect(textWidth(row)).toBeLessThanOrEqual(columns)
    }
  }
})
