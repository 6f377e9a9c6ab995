/** Answers to the questions of packages. */
import { args, defineModule, flag, managed, Refusal, see, sha256, text, want, z } from 'swk'

const types = [
  'boolean',
  'error',
  'multiselect',
  'note',
  'password',
  'seen',
  'select',
  'string',
  'text',
  'title',
] as const

export default defineModule({
  name: 'debconf',
  summary: 'Answers a question of a package ahead of its installation.',
  args: args(
    {
      name: z
        .string()
        .regex(/^[\w.+-]+$/, 'Must be a package.')
        .describe('The package.'),
      question: z.string().regex(/^\S+$/).optional().describe('The question.'),
      vtype: z.enum(types).optional().describe('The type of the question.'),
      value: z
        .union([z.boolean().transform(String), text, z.array(text).transform(given => given.join(', '))])
        .optional()
        .describe('The answer.'),
      unseen: flag.default(false).describe('Do not mark the question as answered.'),
    },
    {
      aliases: { pkg: 'name', answer: 'value', selection: 'question', setting: 'question' },
      check({ question, vtype, value }, fail) {
        const given = [question, vtype, value].filter(one => one !== undefined).length
        if (given !== 0 && given !== 3)
          fail({ code: 'missing-key', message: '`debconf` needs `question`, `vtype` and `value`, or none of them.' })
      },
    },
  ),
  examples: ['debconf: { name: tzdata, question: tzdata/Areas, vtype: select, value: Europe }'],
  reads: args => (args.question === undefined ? [] : [answer(args)]),
  plan(args, observed) {
    if (args.question === undefined) return []
    if (see(observed, answer(args)) === null)
      throw new Refusal('debconf-show is not installed', { hint: 'It comes with the package debconf.' })
    return [want(answer(args), { hash: sha256(args.value ?? '') }, { secret: args.value ?? '' })]
  },
  intent: ({ name, question }) => `${question ?? 'questions'} of ${name}`,
  result: ({ name, question, value, vtype }) => ({
    msg: '',
    current: question === undefined || vtype === 'password' ? {} : { [question]: value },
    name,
  }),
})

type Args = {
  readonly name: string
  readonly question?: string | undefined
  readonly vtype?: string | undefined
  readonly unseen: boolean
}

const answer = ({ name, question = '', vtype = '', unseen }: Args) =>
  managed({
    program: 'debconf',
    title: `answer ${question} of ${name}`,
    args: [name, question],
    options: [vtype, unseen ? 'unseen' : ''],
  })
