/** The schema of `--reporter json`, from which the page in docs/ is made. Fields may be added, never changed. */
import { z } from 'zod'
import type { SwkEvent } from '../engine/events.ts'
import { sections } from '../engine/task.ts'

const host = z.string().describe('name in the inventory')
const count = z.number().int().min(0)
const about = {
  host,
  task: z.string().describe('name of the task'),
  module: z
    .string()
    .describe('the module; `connect` if the connection itself failed, `verify` for checks of a topology'),
  section: z
    .string()
    .describe(`${[...sections, 'handlers'].join(', ')} or connect; rollback and restore where a run is taken back`),
}

const outcomeName = z.enum(['ok', 'changed', 'failed', 'failed-after-change', 'not-run', 'may-have-changed'])

const diff = z.object({
  path: z.string().describe('the file, or `KIND NAME` of another resource (`unit redis-server.service`)'),
  before: z.string().nullable().describe('text before; null if it does not exist; a resource as `field: value` lines'),
  after: z.string().nullable().describe('text after; null if it is removed'),
  truncated: z.boolean().describe('whether a side was longer than 65536 characters and is cut'),
  title: z.string().optional().describe('the change in words (`redis-server.service: enable, start`)'),
  fields: z
    .array(z.object({ name: z.string(), before: z.string(), after: z.string() }))
    .optional()
    .describe('differences other than the content: owner, group, mode, type, target'),
})

const summary = z.object({
  ok: count,
  changed: count.describe('changed, or would change in a check'),
  unknown: count.describe('cannot be known before other tasks have run (only in a check)'),
  skipped: count,
  failed: count,
  unreachable: count,
  ignored: count.describe('failed, but ignored because of ignore_errors, or rescued'),
  roundTrips: count.describe('round trips to the host after login'),
  bytesUp: count,
  bytesDown: count,
})

const error = z.object({
  code: z.string().describe('`swk explain CODE` prints more'),
  message: z.string(),
  hint: z.string().optional(),
})

export const eventSchemas = {
  'play:start': z
    .object({ type: z.literal('play:start'), play: z.string(), hosts: z.array(host), check: z.boolean() })
    .describe('A play starts.'),
  'batch:start': z
    .object({ type: z.literal('batch:start'), play: z.string(), hosts: z.array(host) })
    .describe('A batch of `serial` starts: the previous one is verified.'),
  'host:start': z
    .object({ type: z.literal('host:start'), host, tasks: count })
    .describe('A host starts its tasks of the play.'),
  'task:start': z
    .object({ type: z.literal('task:start'), ...about })
    .describe('A task starts on a host (not in a check).'),
  output: z
    .object({ type: z.literal('output'), host, task: z.string(), text: z.string() })
    .describe('Output of a long step (apt), as it arrives.'),
  detail: z
    .object({ type: z.literal('detail'), host, text: z.string() })
    .describe('With `-vv` what is run on a host, with `-vvv` also what is read and how the host is reached.'),
  task: z
    .object({
      type: z.literal('task'),
      ...about,
      item: z.string().optional(),
      status: z.enum(['ok', 'changed', 'unknown', 'skipped', 'failed', 'unreachable']),
      outcome: z
        .enum(['changed', 'may-have-changed'])
        .optional()
        .describe('whether a task that failed or was interrupted changed something; absent: it did not'),
      items: z
        .array(z.object({ item: z.string(), outcome: outcomeName, message: z.string().optional() }))
        .optional()
        .describe('of a loop that failed or was interrupted: the outcome of each item'),
      ignored: z.boolean().optional().describe('failed, but the play continues (`ignore_errors`, or `rescued`)'),
      rescued: z.boolean().optional().describe('failed, and the `rescue` of its block runs'),
      ms: z.number().describe('milliseconds'),
      diff: z.array(diff).describe('empty with --no-diff and for no_log'),
      because: z.string().optional().describe('why it is unknown or skipped'),
      notes: z.array(z.string()).optional().describe('remarks for people'),
      warnings: z.array(z.string()).optional().describe('for the attention of the user; they do not affect the status'),
      cannotUndo: z.array(z.string()).optional().describe('why changes of this task cannot be undone'),
      result: z.record(z.string(), z.unknown()).optional().describe('with `-v`: what `register` gets'),
      error: error.optional(),
    })
    .describe('The result of a task on a host, or its prediction in a check.'),
  'host:end': z
    .object({
      type: z.literal('host:end'),
      host,
      status: z.enum(['done', 'failed', 'unreachable', 'interrupted']),
      run: z.string().optional().describe('the run that did not come to its end, and has changed the host'),
      changes: count.optional().describe('how much it has changed'),
      takeBack: z.string().optional().describe('the command that takes that back'),
      takenBack: z.literal(true).optional().describe('the run itself has taken it back'),
      delegated: z
        .array(z.object({ host, takeBack: z.string().optional() }))
        .optional()
        .describe('hosts that its delegated tasks have changed, and the commands that take that back'),
    })
    .describe('A host has ended the play.'),
  run: z
    .object({
      type: z.literal('run'),
      host,
      run: z.string().describe('names the run in `swk history` and `swk rollback`'),
      at: z.string().describe('when it started'),
      who: z.string(),
      playbook: z.string().optional(),
      revision: z.string().optional().describe('of its version control; `+` where files are changed'),
      takesBack: z.string().optional().describe('the run that it takes back'),
      changes: count,
      end: z.string().optional().describe('done, failed or interrupted; missing where the run was broken off'),
    })
    .describe('A run in the journal of a host (`swk history`).'),
  listing: z
    .object({
      type: z.literal('listing'),
      play: z.string(),
      hosts: z.array(host),
      tasks: z
        .array(z.object({ section: z.string(), task: z.string() }))
        .optional()
        .describe('with `--list-tasks`: the tasks of these hosts; hosts that have others get a line of their own'),
      tags: z.array(z.string()).optional().describe('with `--list-tags`: those of the play and of its tasks'),
    })
    .describe('A play of `--list-hosts`, `--list-tasks` or `--list-tags`, which run nothing.'),
  error: z
    .object({
      type: z.literal('error'),
      code: z.string(),
      message: z.string(),
      file: z.string().optional(),
      line: count.optional().describe('starts at 1'),
      column: count.optional().describe('starts at 1'),
      found: z.string().optional(),
      expected: z.string().optional(),
      hint: z.string().optional(),
    })
    .describe('A mistake found while loading: no host is contacted.'),
  summary: z
    .object({ type: z.literal('summary'), hosts: z.record(z.string(), summary), exit: z.number().int() })
    .describe('The last line: counts per host, and the exit status.'),
} satisfies { readonly [T in SwkEvent['type']]: z.ZodType }

export const eventSchema = z.discriminatedUnion('type', [
  eventSchemas['play:start'],
  eventSchemas['batch:start'],
  eventSchemas['host:start'],
  eventSchemas['task:start'],
  eventSchemas.output,
  eventSchemas.detail,
  eventSchemas.task,
  eventSchemas['host:end'],
  eventSchemas.run,
  eventSchemas.listing,
  eventSchemas.error,
  eventSchemas.summary,
])
