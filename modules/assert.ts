/** Conditions that must hold before anything else is done. */
import { args, defineModule, flag, Refusal, text, z } from 'swk'

const expression = z.union([z.string(), z.boolean()]).transform(String)

export default defineModule({
  name: 'assert',
  summary: 'Fails if a condition is false.',
  args: args(
    {
      that: z
        .union([z.array(expression), expression])
        .transform(given => [given].flat())
        .describe('Jinja conditions, all of which must hold.'),
      fail_msg: text.optional().describe('The message if a condition is false.'),
      success_msg: text.default('All assertions passed').describe('The message if all conditions are true.'),
      quiet: flag.default(false).describe('Accepted without effect: swk never prints conditions that hold.'),
    },
    { aliases: { msg: 'fail_msg' } },
  ).transform(given => ({ ...given, failed: [] as readonly string[] })),
  conditions: ['that'],
  examples: ['assert: { that: [workers > 0, server_name is defined], fail_msg: Set the number of workers. }'],
  prepare: (args, sources) => ({ ...args, failed: args.that.filter(condition => !sources.truthy(condition)) }),
  reads: () => [],
  plan({ failed, fail_msg }) {
    if (failed.length === 0) return []
    throw new Refusal(fail_msg ?? `does not hold: ${failed.join('; ')}`, {
      code: 'assertion-failed',
      ...(fail_msg === undefined ? {} : { hint: `does not hold: ${failed.join('; ')}` }),
    })
  },
  result: ({ success_msg }) => ({ msg: success_msg }),
})
