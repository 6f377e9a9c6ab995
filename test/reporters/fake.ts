/** Made-up runs for the reporters: what the engine would tell. */
import type { Diff, HostSummary, SwkEvent } from '../../src/engine/events.ts'

export const counts: { -readonly [K in keyof HostSummary]: number } = {
  ok: 0,
  changed: 0,
  unknown: 0,
  skipped: 0,
  failed: 0,
  unreachable: 0,
  ignored: 0,
  roundTrips: 1,
  bytesUp: 3120,
  bytesDown: 9100,
}

const names = [
  ['Install Redis', 'apt'],
  ['Redis listens only on its socket', 'lineinfile'],
  ['Create the group that Synapse and nginx share', 'user-group'],
  ['The socket directory survives a reboot', 'statoverride'],
  ['Shared configuration: redis, instance_map', 'copy'],
  ['worker clientsync1 has its configuration', 'template'],
  ['worker roomworker1 has its configuration', 'template'],
  ['matrix-synapse.target starts all processes', 'systemd'],
  ['nginx knows which worker serves what', 'template'],
  ['every process answers on its socket', 'uri'],
] as const

const diffs: readonly (readonly Diff[])[] = [
  [{ path: 'package redis-server', before: null, after: 'installed: true\n', truncated: false }],
  [
    {
      path: '/etc/redis/redis.conf',
      before: 'bind 127.0.0.1 -::1\nprotected-mode yes\nport 6379\ntcp-backlog 511\n# unixsocket /run/redis.sock\n',
      after:
        'bind 127.0.0.1 -::1\nprotected-mode yes\nport 0\ntcp-backlog 511\nunixsocket /run/redis/redis-server.sock\nunixsocketperm 770\n',
      truncated: false,
      fields: [{ name: 'mode', before: '0644', after: '0640' }],
    },
  ],
  [
    {
      path: 'group clubmatrix',
      before: 'members: matrix-synapse\n',
      after: 'members: matrix-synapse www-data\n',
      truncated: false,
    },
  ],
  [
    {
      path: '/run/matrix-synapse',
      before: null,
      after: '',
      truncated: false,
      fields: [
        { name: 'type', before: '-', after: 'directory' },
        { name: 'owner', before: '-', after: 'matrix-synapse' },
        { name: 'group', before: '-', after: 'clubmatrix' },
        { name: 'mode', before: '-', after: '2770' },
      ],
    },
  ],
  [
    {
      path: '/etc/matrix-synapse/conf.d/redis.yaml',
      before: null,
      after: 'redis:\n  enabled: true\n  path: /run/redis/redis-server.sock\n',
      truncated: false,
      fields: [
        { name: 'type', before: '-', after: 'file' },
        { name: 'mode', before: '-', after: '0644' },
      ],
    },
  ],
]

export type Step = { readonly wait: number; readonly event: SwkEvent }

/** A run of `tasks` tasks on each of `hosts` hosts; `wait` is in ms before the event, on that host. */
export function fakeHost(host: string, tasks: number, options: { check?: boolean; fails?: boolean } = {}): Step[] {
  const steps: Step[] = [{ wait: 0, event: { type: 'host:start', host, tasks } }]
  for (let i = 0; i < tasks; i++) {
    const [task = '', module = ''] = names[i % names.length] ?? []
    const about = { host, task, module, section: 'tasks' }
    if (!options.check) steps.push({ wait: 20, event: { type: 'task:start', ...about } })
    if (module === 'apt' && !options.check) {
      for (const line of [
        'Reading package lists...',
        'Unpacking redis-server (5:7.0.15-1~deb12u7) ...',
        'Setting up',
      ]) {
        steps.push({ wait: 500, event: { type: 'output', host, task, text: `${line}\n` } })
      }
    }
    const failed = options.fails === true && i === 4
    const diff = failed ? [] : (diffs[i % 10] ?? [])
    steps.push({
      wait: options.check ? 0 : 300,
      event: {
        type: 'task',
        ...about,
        status: failed ? 'failed' : options.check && i % 10 === 7 ? 'unknown' : diff.length > 0 ? 'changed' : 'ok',
        ms: module === 'apt' ? 1620 : 320,
        diff,
        ...(options.check && i % 10 === 7 ? { because: 'Install Redis', notes: ['start matrix-synapse.target'] } : {}),
        ...(failed
          ? { error: { code: 'step-failed', message: 'write /etc/x: exit 1\nNo space left on device', hint: 'df -h' } }
          : {}),
      },
    })
    if (failed) break
  }
  return [...steps, { wait: 0, event: { type: 'host:end', host, status: options.fails ? 'failed' : 'done' } }]
}
