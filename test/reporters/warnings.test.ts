import { expect, test } from 'vitest'
import type { SwkEvent } from '../../src/engine/events.ts'
import { json } from '../../src/reporters/json.ts'
import { plain } from '../../src/reporters/plain.ts'
import { eventSchema } from '../../src/reporters/schema.ts'
import { tree } from '../../src/reporters/tree.ts'
import { written } from './collect.ts'

const about = { host: 'hs1', module: 'preflight', section: 'topology', ms: 0, diff: [] } as const
const warned = {
  type: 'task',
  task: 'Preflight',
  ...about,
  status: 'ok',
  warnings: ['little memory\nadd some'],
} as const
const events: readonly SwkEvent[] = [
  { type: 'play:start', play: 'Workers', hosts: ['hs1'], check: true },
  warned,
  { type: 'task', task: 'Quiet', ...about, status: 'ok' },
]

test('a warning stands below its task in plain lines', async () => {
  expect(await written(options => plain(options, () => 0), events)).toContain(
    'Preflight\n    warning: little memory\n    add some\n',
  )
})

test('the tree shows a task that is as it should be where it warns, and only there', async () => {
  const lines: string[] = []
  const terminal = { columns: 100, rows: 24, write: (text: string) => lines.push(text) }
  const open = (options: Parameters<typeof tree>[0]) => tree(options, terminal, () => 0)
  await written(open, events, { env: { LANG: 'C.UTF-8' } })
  expect(lines.join('')).toContain('✔ hs1  Preflight  ok\n    warning: little memory')
  expect(lines.join('')).not.toContain('Quiet')
})

test('in JSON they are a field of the task, as the schema has it', async () => {
  const lines = (await written(json, events)).trim().split('\n')
  expect(JSON.parse(lines[1] ?? '')).toEqual(warned)
  expect(eventSchema.safeParse(warned)).toMatchObject({ success: true })
})
