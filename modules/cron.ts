/** Jobs of cron. */
import {
  args,
  defineModule,
  type EditFailure,
  editRefs,
  editWants,
  flag,
  path,
  Refusal,
  see,
  text,
  user,
  want,
  z,
} from 'swk'

const field = text.refine(given => /^[\w*,/-]+$/.test(given), 'Must be a field of crontab(5), such as */5.').optional()

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
      insertafter: z.string().optional().describe('With `env`: after this variable; by default it comes first.'),
      insertbefore: z.string().optional().describe('With `env`: before this variable.'),
      backup: flag.optional().describe('Accepted: the journal of the host keeps what was there (`swk rollback`).'),
    },
    {
      aliases: { value: 'job', dom: 'day', dow: 'weekday' },
      check: checkJob,
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
    const before = observed.text(file.path) ?? ''
    const after = edit(before)
    const isEmptied = after !== before && args.state === 'absent' && !args.env && after.trim() === ''
    if (isEmptied && args.cron_file !== undefined) return [want(path(file.path), null)]
    if (args.env && args.state === 'present') requireNeighbour(args, before)
    return editWants(file, observed, edit)
  },
  result(args, observed) {
    const { path: file } = fileOf(args)
    const lines = linesOf(edited(args, see(observed, path(file)) === null ? '' : (observed.text(file) ?? '')))
    return {
      jobs: lines.filter(line => line.startsWith(header)).map(line => line.slice(header.length)),
      envs: lines.flatMap(line => /^(\S+?)=/.exec(line)?.[1] ?? []),
      ...(args.cron_file !== undefined && { cron_file: args.cron_file }),
    }
  },
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
  readonly insertafter?: string | undefined
  readonly insertbefore?: string | undefined
} & { readonly [field in (typeof fields)[number]]?: string | undefined }

const fields = ['minute', 'hour', 'day', 'month', 'weekday'] as const

function checkJob(args: Args, fail: (fault: EditFailure) => void): void {
  const { state, job, cron_file, special_time, env, name, insertafter, insertbefore } = args
  if (state === 'present' && job === undefined) fail({ code: 'missing-key', message: '`job` is missing.' })
  if (cron_file === '/etc/crontab')
    fail({
      message: '/etc/crontab is not managed by `cron_file`.',
      path: ['cron_file'],
      expected: 'a file in /etc/cron.d',
    })
  if (special_time !== undefined && fields.some(field => (args[field] ?? '*') !== '*'))
    fail({ message: '`special_time` and the fields of a time exclude each other.', path: ['special_time'] })
  if (env && name.includes(' ')) fail({ message: 'The name of a variable has no spaces.', path: ['name'], found: name })
  if (insertafter !== undefined && insertbefore !== undefined)
    fail({ message: '`insertafter` and `insertbefore` exclude each other.', path: ['insertbefore'] })
  if (!env && (insertafter ?? insertbefore) !== undefined)
    fail({ message: '`insertafter` and `insertbefore` are for `env`.' })
}

/** A crontab of a user is as crontab(1) would leave it. */
function fileOf({ cron_file, user: name = 'root', state }: Args) {
  const common = { create: state === 'present', state }
  if (cron_file === undefined)
    return { ...common, path: `/var/spool/cron/crontabs/${name}`, owner: name, group: 'crontab', mode: '0600' }
  return { ...common, path: cron_file.startsWith('/') ? cron_file : `/etc/cron.d/${cron_file}` }
}

const header = '#Ansible: '
const linesOf = (content: string): readonly string[] => (content === '' ? [] : content.replace(/\n$/, '').split('\n'))

/** A crontab that does not end with a newline gets one. */
function edited(args: Args, content: string): string {
  const lines = linesOf(content)
  const next = args.env ? withVariable(args, lines) : withJob(args, lines)
  if (isSame(next, lines) && content.endsWith('\n')) return content
  const text = next.join('\n')
  return text === '' ? '' : `${text.replace(/[\r\n]+$/, '')}\n`
}

const isSame = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((line, i) => line === b[i])

function withVariable(args: Args, lines: readonly string[]): readonly string[] {
  const isOwn = (line: string): boolean => line.startsWith(`${args.name}=`)
  if (args.state === 'absent') return lines.filter(line => !isOwn(line))
  if (lines.some(isOwn)) return lines.map(line => (isOwn(line) ? lineOf(args) : line))
  const at = neighbourOf(args, lines)
  return lines.toSpliced(at === -1 ? 0 : args.insertafter === undefined ? at : at + 1, 0, lineOf(args))
}

/** The line of the variable that a new one goes next to. */
function neighbourOf({ insertafter, insertbefore }: Args, lines: readonly string[]): number {
  const name = insertafter ?? insertbefore
  return name === undefined ? -1 : lines.findIndex(line => line.startsWith(`${name}=`))
}

function requireNeighbour(args: Args, content: string): void {
  const name = args.insertafter ?? args.insertbefore
  const lines = linesOf(content)
  if (name === undefined || lines.some(line => line.startsWith(`${args.name}=`))) return
  if (neighbourOf(args, lines) === -1) throw new Refusal(`Variable named '${name}' not found.`)
}

/** Found by its name; else a job that is there without one gets it. */
function withJob(args: Args, lines: readonly string[]): readonly string[] {
  const title = `${header}${args.name}`
  const at = lines.indexOf(title)
  if (args.state === 'absent') return at === -1 ? lines : lines.toSpliced(at, 2)
  const job = lineOf(args)
  if (at !== -1) return lines.toSpliced(at, 2, title, job)
  const unnamed = lines.findIndex((line, i) => line === job && !lines[i - 1]?.startsWith(header))
  return unnamed === -1 ? [...lines, title, job] : lines.toSpliced(unnamed, 0, title)
}

function lineOf(args: Args): string {
  const { name, job = '', special_time, disabled, env, cron_file, user } = args
  if (env) return `${name}="${job}"`
  const time = special_time === undefined ? fields.map(field => args[field] ?? '*').join(' ') : `@${special_time}`
  return `${disabled ? '#' : ''}${time} ${cron_file === undefined ? '' : `${user ?? 'root'} `}${job}`
}
