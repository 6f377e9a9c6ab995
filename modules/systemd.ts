/** Units of systemd: running or not, enabled or not, masked or not, restarted where they run on something old. */
import {
  absolutePath,
  args,
  configNote,
  defineModule,
  flag,
  group,
  type HostView,
  integer,
  isHollow,
  list,
  notYet,
  path,
  Refusal,
  see,
  startedWith,
  startedWithRefs,
  systemdManager,
  text,
  type UnitState,
  unit,
  unitJob,
  type Want,
  want,
  z,
} from 'swk'

export default defineModule({
  name: 'systemd',
  summary: 'Starts, stops, enables, masks and restarts a unit of systemd.',
  args: args(
    {
      name: z
        .string()
        .regex(/^[\w:.@\\-]+$/, 'Must be the name of a unit, such as nginx, nginx.service or worker@one.')
        .transform(name =>
          /\.(service|socket|target|timer|path|mount|automount|swap|slice|scope|device)$/.test(name)
            ? name
            : `${name}.service`,
        )
        .optional()
        .describe('The unit; without a suffix `.service` is meant. Only `daemon_reload` works without it.'),
      state: z
        .enum(['started', 'stopped', 'restarted', 'reloaded'])
        .optional()
        .describe('`restarted` and `reloaded` act on every run. Use `restarts_on` to restart only when needed.'),
      enabled: flag.optional().describe('Whether it starts at boot.'),
      masked: flag.optional().describe('Whether the unit is masked.'),
      daemon_reload: flag
        .default(false)
        .describe('Have systemd read unit files that changed. For the unit of a task swk does so by itself.'),
      restarts_on: z
        .array(absolutePath)
        .min(1)
        .optional()
        .describe('Restart the unit if its running process started with other content of these files.'),
      runs_with_groups: list
        .optional()
        .describe('Restart the unit if its running process is not in all of these groups.'),
      scope: z.literal('system', 'Only `scope: system` is supported yet.').optional().describe('Only `system` yet.'),
      daemon_reexec: notYet(),
      use: z.enum(['auto', 'systemd', 'service']).optional().describe('Accepted; Debian has systemd.'),
      pattern: text.optional().describe('Accepted; systemd tracks the processes.'),
      sleep: integer.optional().describe('Accepted; systemd waits for a stop by itself.'),
      runlevel: text.optional().describe('Accepted; systemd has targets.'),
      arguments: notYet('Arguments of a service stand in its unit.'),
      no_block: notYet(),
      force: notYet(),
    },
    {
      aliases: { service: 'name', unit: 'name', args: 'arguments' },
      check({ name = '', state, masked, enabled, restarts_on, daemon_reload }, fail) {
        if (name === '' && !(daemon_reload && state === undefined && enabled === undefined && masked === undefined)) {
          fail({ code: 'missing-key', message: '`name` is missing.', expected: '`name`' })
        }
        if (/@\.\w+$/.test(name) && state)
          fail({ message: 'A template cannot run; name an instance of it (name@instance).', path: ['name'] })
        if (masked && (enabled || (state && state !== 'stopped')))
          fail({ message: 'A masked unit can be neither started nor enabled.', path: ['masked'] })
        if (restarts_on && !name.endsWith('.service'))
          fail({ message: '`restarts_on` is for services.', path: ['restarts_on'] })
      },
    },
  ),
  examples: [
    'systemd: { name: redis-server, state: started, enabled: true, restarts_on: [/etc/redis/redis.conf] }',
    'systemd: { name: matrix-synapse-worker@clientsync1, state: started, enabled: true, runs_with_groups: [clubmatrix] }',
  ],
  reads: ({ name, masked, restarts_on = [], runs_with_groups = [] }) => [
    name === undefined ? systemdManager : unit(name),
    ...(name !== undefined && restarts_on.length > 0 ? startedWithRefs(name, restarts_on) : []),
    ...runs_with_groups.map(group),
    ...(masked && name !== undefined ? [maskOf(name)] : []),
  ],
  plan({ name, ...more }, observed) {
    if (name === undefined) return reloadManager(observed)
    const args = { name, ...more }
    const now = theUnit(args.name, observed)
    refuseMask(args, now)
    const config = args.restarts_on && configNote(args.restarts_on, observed)
    const fields = { ...loading(args, now, observed), ...enabling(args, now), ...running(args, now, config) }
    const job = jobOf(args, now, fields, observed)
    return [
      ...(config === undefined ? [] : startedWith(args.name, args.restarts_on ?? [], observed)),
      want(unit(args.name), fields),
      ...(job === undefined
        ? []
        : [want(unitJob(job, args.name), { done: true }, isDown(now) ? { how: { starts: true } } : {})]),
    ]
  },
  intent: ({ name, state = 'as it is', enabled }) =>
    `${name}: ${state}${enabled === undefined ? '' : enabled ? ', enabled' : ', disabled'}`,
  result({ name, state, enabled }, observed) {
    if (name === undefined) return { name: null, status: {} }
    const now = see(observed, unit(name))
    const status = now && {
      ActiveState: now.active,
      SubState: now.sub,
      LoadState: now.load,
      UnitFileState: now.enabled,
    }
    const reached = state === undefined || state === 'stopped' ? state : 'started'
    return { name: shortName(name), state: reached, enabled, status: status ?? {} }
  },
})

/** As it is usually written. */
const shortName = (name: string): string => name.replace(/\.service$/, '')

/** Behind a change of files the manager is asked anew when the task runs; reading unit files is not a change. */
function reloadManager(observed: HostView): readonly Want[] {
  return observed.mayExist(systemdManager) ? [] : [want(systemdManager, { needReload: false })]
}

type Args = {
  readonly name: string
  readonly state?: 'started' | 'stopped' | 'restarted' | 'reloaded' | undefined
  readonly enabled?: boolean | undefined
  readonly masked?: boolean | undefined
  readonly runs_with_groups?: readonly string[] | undefined
}
type Fields = Partial<UnitState>

function theUnit(name: string, observed: HostView): UnitState {
  const state = see(observed, unit(name))
  if (state !== null) return state
  throw new Refusal(`systemd has no unit \`${name}\`; expected an installed unit`, {
    result: { msg: `Could not find the requested service ${shortName(name)}: host`, name: shortName(name) },
    hint: '`systemctl list-unit-files` on the host shows those that it has.',
  })
}

/** Where the link of a mask goes. */
const maskOf = (name: string) => path(`/etc/systemd/system/${name}`)

function loading({ name, masked }: Args, now: UnitState, observed: HostView): Fields {
  if (masked === true && now.load !== 'masked') {
    if (see(observed, maskOf(name)) !== null)
      throw new Refusal(`${name} cannot be masked: the link would take the place of ${maskOf(name).id}`)
    return { load: 'masked' }
  }
  if (masked === true) return {}
  return { needReload: false, ...(masked === false && now.load === 'masked' ? { load: 'loaded' } : {}) }
}

/** What can't be enabled (static, generated, an alias) starts by other means; that is as good as enabled, as for Ansible. */
function enabling({ name, enabled, masked }: Args, now: UnitState): Fields {
  if (enabled === undefined) return {}
  if (now.load === 'masked' && masked !== false) {
    if (enabled) throw new Refusal(`${name} is masked`, { hint: '`masked: false` would unmask it.' })
    return {}
  }
  // With its mask, systemd reports it as neither enabled nor disabled.
  if (masked) return now.enabled.startsWith('enabled') ? { enabled: 'masked' } : {}
  // As for Ansible: systemd disables nothing whose file is gone.
  if (!enabled && (now.isGone || isHollow(now))) return {}
  const byItself = ['static', 'generated', 'alias', 'indirect', 'transient', 'linked'].includes(now.enabled)
  return byItself || now.behindMask === 'static'
    ? {}
    : { enabled: enabled ? 'enabled' : now.isBare ? 'static' : 'disabled' }
}

/** `config`: what a running process must have begun with. */
function running({ name, state, masked }: Args, now: UnitState, config: string | undefined): Fields {
  // What is on its way, or tried again and again, does not run yet: a start waits for it.
  const runs = ['active', 'reloading'].includes(now.active)
  if (state === 'stopped')
    return runs || ['activating', 'deactivating'].includes(now.active) ? { active: 'inactive' } : {}
  if (state !== undefined && now.load === 'masked' && masked !== false)
    throw new Refusal(`${name} is masked`, { hint: '`masked: false` would unmask it.' })
  const starts = state === 'started' || state === 'reloaded'
  const willRun = runs || starts
  return {
    ...(starts && !runs && !now.ends ? { active: 'active' as const } : {}),
    ...(willRun && !now.ends && config !== undefined && state !== 'restarted' ? { config } : {}),
  }
}

/** What `masked: false` alone does not make a unit that can run. */
function refuseMask({ name, state, enabled, masked }: Args, now: UnitState): void {
  if (masked !== false) return
  if (now.enabled === 'masked-runtime')
    throw new Refusal(`${name} is masked until the next reboot; expected a mask that \`systemctl unmask\` removes`, {
      hint: `On the host, \`systemctl unmask --runtime ${name}\` removes it.`,
    })
  const begins = enabled === true || (state !== undefined && state !== 'stopped')
  if (begins && isHollow(now)) throw new Refusal(`${name} is masked, and has no unit file; expected an installed unit`)
}

/** A restart starts what does not run, which taking it back stops again. */
const isDown = ({ active }: UnitState): boolean => ['inactive', 'failed', 'deactivating'].includes(active)

/** A restart that is asked for, or due because the running process lacks a group. A start or another restart is enough. */
function jobOf(
  args: Args,
  now: UnitState,
  fields: Fields,
  observed: HostView,
): 'started' | 'restarted' | 'reloaded' | undefined {
  if (args.state === 'restarted') return 'restarted'
  if (args.state === 'reloaded' && (now.active === 'active' || now.active === 'reloading')) {
    if (now.reloads === false)
      throw new Refusal(`${args.name} cannot be reloaded: it has no ExecReload`, { hint: '`restarted` restarts it.' })
    return 'reloaded'
  }
  if ((args.state === 'started' || args.state === 'reloaded') && now.ends && now.active !== 'active') return 'started'
  const begins = fields.active !== undefined || (fields.config !== undefined && fields.config !== now.config)
  if (begins || now.active !== 'active' || now.mainPid === 0) return undefined
  const lacks = (name: string) => {
    const state = see(observed, group(name))
    if (state === null) throw new Refusal(`the group ${name} does not exist`)
    return !now.gids.includes(state.gid)
  }
  return args.runs_with_groups?.some(lacks) ? 'restarted' : undefined
}
