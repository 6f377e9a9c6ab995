/** Waits until something is so: a port, a path, a socket, a text in a log. */
import { absolutePath, args, defineModule, integer, notYet, pause, regexp, waitFor, want, z } from 'swk'

export default defineModule({
  name: 'wait_for',
  summary: 'Waits for a port, a path, a UNIX socket or a text. Waiting is not a change.',
  args: args(
    {
      port: integer
        .refine(port => port > 0 && port < 65536, 'Must be 1 to 65535.')
        .optional()
        .describe('A TCP port.'),
      host: z.string().min(1).default('127.0.0.1').describe('The address of the port, as seen from the host.'),
      path: absolutePath.optional().describe('A file or directory.'),
      socket: absolutePath.optional().describe('A UNIX socket: a process listens on it (`started`), or none does.'),
      search_regex: regexp.optional().describe('A line of the file must match this.'),
      state: z
        .enum(['started', 'stopped', 'present', 'absent', 'drained'])
        .default('started')
        .describe(
          '`started`/`present`: it is there. `stopped`/`absent`: it is not. `drained`: the port has no connections.',
        ),
      timeout: integer.default(300).describe('Seconds after which it fails.'),
      delay: integer.default(0).describe('Seconds before the first check, unless the condition already holds.'),
      sleep: integer.default(1).describe('Seconds between two checks.'),
      connect_timeout: integer
        .default(5)
        .describe('Accepted without effect: `timeout` also limits a check that hangs.'),
      msg: z.string().optional().describe('The message after the timeout.'),
      active_connection_states: notYet(),
      exclude_hosts: notYet(),
    },
    {
      check({ port, path, socket, search_regex, state }, fail) {
        const named = [port, path, socket].filter(one => one !== undefined).length
        if (named > 1) fail({ message: 'Only one of `port`, `path` and `socket` can be waited for.' })
        if (search_regex !== undefined && path === undefined) {
          fail({
            code: 'not-supported',
            message: '`search_regex` is only supported with `path` yet.',
            path: ['search_regex'],
          })
        }
        if (state === 'drained' && port === undefined) fail({ message: '`drained` is for ports.', path: ['state'] })
      },
    },
  ),
  examples: [
    'wait_for: { port: 6379, state: stopped, timeout: 10 }',
    'wait_for: { path: /var/log/matrix-synapse/homeserver.log, search_regex: "Synapse now listening", timeout: 60 }',
  ],
  reads: args => (isPause(args) ? [] : [waitFor(specOf(args))]),
  plan: args =>
    isPause(args) ? [want(pause(args.timeout), { done: true })] : [want(waitFor(specOf(args)), { met: true })],
  result: ({ port, path, host, state, search_regex }, _, changes) => ({
    ...(changes.length === 0 && { elapsed: 0 }),
    port: port ?? null,
    path: path ?? null,
    host,
    state,
    search_regex: search_regex ?? null,
    match_groups: [],
    match_groupdict: {},
  }),
  intent: ({ port, path, socket, state, timeout }) =>
    `waits for ${port ?? path ?? socket ?? `${timeout} s`} (${state})`,
})

type Args = Omit<Parameters<typeof waitFor>[0], 'search'> & {
  readonly search_regex?: string | undefined
  readonly port?: number | undefined
  readonly path?: string | undefined
  readonly socket?: string | undefined
  readonly msg?: string | undefined
}

/** Without a port, a path or a socket only time is waited for. */
const isPause = ({ port, path, socket }: Args): boolean => (port ?? path ?? socket) === undefined

function specOf({ port, host, path, socket, search_regex, state, timeout, delay, sleep, msg }: Args) {
  const what =
    port !== undefined ? { port, host: host ?? '127.0.0.1' } : path !== undefined ? { path } : { socket: socket ?? '' }
  const more = {
    ...(search_regex === undefined ? {} : { search: search_regex }),
    ...(msg === undefined ? {} : { msg }),
  }
  return { ...what, ...more, state, timeout, delay, sleep }
}
