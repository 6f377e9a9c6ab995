/** The arguments of a role against what it declares of them (`meta/argument_specs.yml`). */
import { args, defineModule, z } from 'swk'
import { checkValues, options } from './argument-spec/check.ts'

export default defineModule({
  name: 'validate_argument_spec',
  summary:
    'Fails if the arguments of a role are not as `meta/argument_specs.yml` declares them. swk runs it first in such a role.',
  args: args(
    {
      argument_spec: options.describe(
        'Names of arguments, each with `type`, `required`, `choices`, `elements` and `options`.',
      ),
      provided_arguments: z.record(z.string(), z.unknown()).default({}).describe('Their values.'),
      validate_args_context: z.record(z.string(), z.unknown()).optional().describe('Registered.'),
    },
    {
      check({ argument_spec, provided_arguments }, fail) {
        for (const { path = [], ...fault } of checkValues(argument_spec, provided_arguments))
          fail({ ...fault, path: ['provided_arguments', ...path] })
      },
    },
  ),
  examples: ['validate_argument_spec: { argument_spec: { port: { type: int } }, provided_arguments: { port: 80 } }'],
  reads: () => [],
  plan: () => [],
  result: ({ validate_args_context }) => ({
    msg: 'The arg spec validation passed',
    ...(validate_args_context && { validate_args_context }),
  }),
})
