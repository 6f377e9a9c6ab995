/** Jobs of cron. */
import { args, defineModule, editRefs, editWants, flag, notYet, path, see, text, user, want, z } from 'swk'

const field = text
  .refine(given => /^[\w*,/-]+$/.test(given), 'Must be a field of crontab(5), such as */5.')
  .default('*')

export default defineModule({
  name: 'cron',
  summary: 'Adds a job to a crontab, or a variable, changes it, or removes it.',
  args: args(
    {
      name: z.string().min(1).describe('Name of the job: a comment by which it is found.'),
      job: z
        .string()
        .regex(/^[^\n]+$/, 'A job is one line.')
        .optional()
        .describe('The command, or the value with `env`.'),
      state: z.enum(['present', 'absent']).default('present').describe('Whether the job is there.'),
      cron_file: z
        .string()
        .regex(/^[\w./-]+$/)
        .optional()
        .describe('A file in /etc/cron.d in place of a crontab of a user.'),
      user: z.string().min(1).optional().describe('Whose crontab, or who runs the job of `cron_file` (default: root).'),
      minute: field.describe('Minute.'),
      hour: field.describe('Hour.'),
      day: field.describe('Day of the month.'),
      month: field.describe('Month.'),
      weekday: field.describe('Day of the week.'),
      special_time: z
        .enum(['annually', 'daily', 'hourly', 'monthly', 'reboot', 'weekly', 'yearly'])
        .optional()
        .describe('A name in place of the five fields.'),
      disabled: flag.default(false).describe('Keep the job as a comment.'),
      env: flag.default(false).describe('A variable in place of a job.'),
      insertafter: notYet(),
      insertbefore: notYet(),
      backup: flag.optional().describe('Accepted: the journal of the host keeps what was there (`swk rollback`).'),
    },
    {
      check({ state, job }, fail) {
        if (state === 'present' && job === undefined) fail({ code: 'missing-key', message: '`job` is missing.' })
      },
    },
  ),
  examples: [
    'cron: { name: compress state, special_time: weekly, user: matrix-synapse, job: /usr/local/bin/compress }',
  ],
  reads: args => [...editRefs(fileOf(args)), user(args.user ?? 'root')],
  plan(args, observed) {
    const file = fileOf(args)
    if (see(observed, path(file.path)) === null && args.state === 'absent') return []
    const edit = (content: string) => edited(args, content)
    const after = edit(observed.text(file.path) ?? '')
    if (after === '' && args.cron_file !== undefined) return [want(path(file.path), null)]
    return editWants(file, observed, edit)
  },
  result: ({ name, cron_file }) => ({ jobs: [name], envs: [], cron_file: cron_file ?? null }),
})

type Args = {
  readonly name: string
  readonly job?: string | undefined
  readonly state: 'present' | 'absent'
  readonly cron_file?: string | undefined
  readonly user?: string | undefined
  readonly special_time?: string | undefined
  readonly disabled: boolean
  readonly env: boolean
} & { readonly [field in 'minute' | 'hour' | 'day' | 'month' | 'weekday']: string }

/** A crontab of a user is as crontab(1) would leave it. */
function fileOf({ cron_file, user: name = 'root', state }: Args) {
  const common = { create: state === 'present', state }
  if (cron_file === undefined)
    return { ...common, path: `/var/spool/cron/crontabs/${name}`, owner: name, group: 'crontab', mode: '0600' }
  return { ...common, path: cron_file.startsWith('/') ? cron_file : `/etc/cron.d/${cron_file}` }
}

function edited(args: Args, content: string): string {
  const lines = content.split('\n').slice(0, content.endsWith('\n') || content === '' ? -1 : undefined)
  const entry = args.state === 'absent' ? [] : args.env ? [lineOf(args)] : [`#Ansible: ${args.name}`, lineOf(args)]
  const at = lines.indexOf(`#Ansible: ${args.name}`)
  const front = args.env && at === -1
  const next =
    at === -1 ? (front ? [...entry, ...lines] : [...lines, ...entry]) : lines.toSpliced(at, args.env ? 1 : 2, ...entry)
  return next.map(line => `${line}\n`).join('')
}

function lineOf({
  name,
  job = '',
  minute,
  hour,
  day,
  month,
  weekday,
  special_time,
  disabled,
  env,
  cron_file,
  user,
}: Args): string {
  if (env) return `${name}="${job}"`
  const time = special_time === undefined ? [minute, hour, day, month, weekday].join(' ') : `@${special_time}`
  return `${disabled ? '#' : ''}${time} ${cron_file === undefined ? '' : `${user ?? 'root'} `}${job}`
}
