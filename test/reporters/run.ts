/** A short run with every kind of event, on two hosts. */
import type { SwkEvent } from '../../src/engine/events.ts'
import { counts } from './fake.ts'

const about = { module: 'copy', section: 'tasks', ms: 12, diff: [] } as const

export const run: readonly SwkEvent[] = [
  { type: 'play:start', play: 'Workers', hosts: ['hs1', 'hs2'], check: false },
  { type: 'batch:start', play: 'Workers', hosts: ['hs1'] },
  { type: 'host:start', host: 'hs1', tasks: 4 },
  { type: 'task:start', host: 'hs1', task: 'Install Redis', module: 'apt', section: 'tasks' },
  { type: 'output', host: 'hs1', task: 'Install Redis', text: 'Unpack' },
  { type: 'output', host: 'hs1', task: 'Install Redis', text: 'ing \x1b[1mredis\nDone' },
  { type: 'task', host: 'hs1', task: 'Install Redis', ...about, module: 'apt', status: 'changed', ms: 4210 },
  {
    type: 'task',
    host: 'hs1',
    task: 'Configured',
    ...about,
    status: 'changed',
    diff: [{ path: '/etc/a', before: 'one\ntwo\n', after: 'one\n2\n', truncated: false }],
  },
  { type: 'task', host: 'hs1', task: 'Export', ...about, status: 'skipped', because: 'when: export_enabled' },
  { type: 'task', host: 'hs1', task: 'Already there', ...about, status: 'ok', item: 'x' },
  { type: 'host:end', host: 'hs1', status: 'done' },
  {
    type: 'task',
    host: 'hs2',
    task: 'Connect',
    ...about,
    status: 'unreachable',
    error: { code: 'unreachable', message: 'no route to host\nsecond line', hint: 'is it up?' },
  },
  { type: 'host:end', host: 'hs2', status: 'unreachable' },
  {
    type: 'summary',
    hosts: { hs1: { ...counts, ok: 1, changed: 2, skipped: 1 }, hs2: { ...counts, unreachable: 1, roundTrips: 0 } },
    exit: 4,
  },
]

export const checkRun: readonly SwkEvent[] = [
  { type: 'play:start', play: 'Workers', hosts: ['hs1'], check: true },
  { type: 'host:start', host: 'hs1', tasks: 2 },
  {
    type: 'task',
    host: 'hs1',
    task: 'Private',
    ...about,
    status: 'changed',
    diff: [
      {
        path: '/etc/a',
        before: '',
        after: '',
        truncated: false,
        fields: [{ name: 'mode', before: '0644', after: '0660' }],
      },
    ],
  },
  {
    type: 'task',
    host: 'hs1',
    task: 'Redis runs',
    ...about,
    status: 'unknown',
    because: 'Install Redis',
    notes: ['start redis-server.service'],
  },
  { type: 'host:end', host: 'hs1', status: 'done' },
  { type: 'summary', hosts: { hs1: { ...counts, changed: 1, unknown: 1 } }, exit: 0 },
]
