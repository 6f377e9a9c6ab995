/** Variables for the tasks that follow. */
import { defineModule, editFailure, z } from 'swk'

type Facts = Readonly<Record<string, unknown>>

/** As with Ansible, the texts `yes`, `no`, `true` and `false` become booleans. */
const values = ({ cacheable: _, ...facts }: Facts): Facts =>
  Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, booleanOr(value)]))

function booleanOr(value: unknown): unknown {
  if (typeof value !== 'string' || !/^(yes|no|true|false)$/i.test(value)) return value
  return /^(yes|true)$/i.test(value)
}

export default defineModule({
  name: 'set_fact',
  summary:
    'Sets variables of the host for the tasks that follow. The texts `yes`, `no`, `true` and `false` become booleans.',
  args: z
    .object({
      cacheable: z.unknown().optional().describe('Accepted; variables live as long as the play.'),
    })
    .catchall(z.unknown())
    .superRefine((given, context) => {
      for (const name of Object.keys(given)) {
        if (/^[A-Za-z_]\w*$/.test(name)) continue
        editFailure(context, {
          message: `\`${name}\` cannot be the name of a variable.`,
          path: [name],
          expected: 'letters, digits and underscores',
        })
      }
      if (Object.keys(values(given)).length === 0)
        editFailure(context, { code: 'missing-key', message: '`set_fact` needs at least one variable.' })
    }),
  examples: ['set_fact: { export_path: /srv/export, retries_allowed: 3 }'],
  sets: args => Object.keys(typeof args === 'object' && args !== null ? values(args as Facts) : {}),
  setsNow: values,
  reads: () => [],
  plan: () => [],
  result: args => ({ ansible_facts: values(args) }),
})
