/** Sets of workers to begin with: `workers: medium`, and then role by role what is to be different. */
import type { Stream } from './role.ts'
import { roles } from './roles/index.ts'

export type Preset = {
  readonly name: 'small' | 'medium' | 'large' | 'one-of-each'
  /** Who it is for. */
  readonly summary: string
  /** Role -> how many. */
  readonly workers: Readonly<Record<string, number | PresetWriters>>
}

/** Of the role `stream-writer`: the streams are dealt to `count` workers. */
export type PresetWriters = { readonly count: number; readonly streams: readonly Stream[] }

export const presets: readonly Preset[] = [
  {
    name: 'small',
    summary:
      'For a homeserver whose main process is busy now and then: media, syncs, rooms and sending get a process each.',
    workers: { 'client-sync': 1, roomworker: 1, 'federation-sender': 1, mediaworker: 1 },
  },
  {
    name: 'medium',
    summary:
      'For some hundred users, or a few in large rooms of the federation: main keeps the writing of events, and little else.',
    workers: {
      'client-sync': 2,
      roomworker: 1,
      'client-reader': 1,
      'federation-reader': 1,
      'federation-inbound': 1,
      'federation-sender': 1,
      mediaworker: 1,
      pusher: 1,
      'stream-writer': { count: 1, streams: ['typing', 'to_device', 'receipts', 'account_data', 'presence'] },
    },
  },
  {
    name: 'large',
    summary:
      'For thousands of users: two of every role that many requests go to, so that one takes over while the other restarts; main writes next to nothing.',
    workers: {
      'client-sync': 2,
      roomworker: 2,
      'client-reader': 2,
      'federation-reader': 2,
      'federation-inbound': 2,
      'federation-sender': 2,
      mediaworker: 2,
      pusher: 1,
      background: 1,
      events: 2,
      'stream-writer': {
        count: 2,
        streams: ['to_device', 'receipts', 'typing', 'account_data', 'device_lists', 'presence', 'push_rules'],
      },
    },
  },
  {
    name: 'one-of-each',
    summary:
      'For those who want to see every role at work, and for tests: more processes than one machine is the faster for.',
    // Its streams have a role each here.
    workers: Object.fromEntries(roles.filter(({ name }) => name !== 'stream-writer').map(({ name }) => [name, 1])),
  },
]
