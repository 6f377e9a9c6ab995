/** The firewall ufw: whether it is on, its defaults, and its rules. */
import { args, defineModule, flag, managed, notYet, Refusal, see, text, want, z } from 'swk'

const policies = { allow: 'ACCEPT', deny: 'DROP', reject: 'REJECT' } as const
const directions = {
  in: 'incoming',
  out: 'outgoing',
  incoming: 'incoming',
  outgoing: 'outgoing',
  routed: 'routed',
} as const

export default defineModule({
  name: 'ufw',
  summary: 'Turns the firewall ufw on or off, and sets its defaults and rules.',
  args: args(
    {
      state: z
        .enum(['enabled', 'disabled', 'reloaded', 'reset'])
        .optional()
        .describe('`reloaded` and `reset` are refused: ufw applies a rule at once, and a reset drops all of them.'),
      default: z.enum(['allow', 'deny', 'reject']).optional().describe('Policy for traffic that no rule matches.'),
      direction: z
        .enum(['in', 'out', 'incoming', 'outgoing', 'routed'])
        .optional()
        .describe('Of the default (`incoming`), or of the rule.'),
      logging: z
        .union([
          z.enum(['on', 'off', 'low', 'medium', 'high', 'full']),
          z.boolean().transform(on => (on ? 'on' : 'off')),
        ])
        .optional()
        .describe('How much is logged.'),
      rule: z.enum(['allow', 'deny', 'limit', 'reject']).optional().describe('Action of the rule.'),
      delete: flag.default(false).describe('Remove the rule.'),
      route: flag.default(false).describe('The rule is for traffic that the host routes.'),
      interface: text.optional().describe('The interface of the rule, with `direction`.'),
      interface_in: text.optional().describe('The interface where traffic comes in.'),
      interface_out: text.optional().describe('The interface where it leaves.'),
      log: flag.default(false).describe('Log new connections that the rule matches.'),
      from_ip: text.optional().describe('Source address.'),
      from_port: text.optional().describe('Source port.'),
      to_ip: text.optional().describe('Destination address.'),
      to_port: text.optional().describe('Destination port.'),
      proto: z
        .enum(['any', 'tcp', 'udp', 'ipv6', 'esp', 'ah', 'gre', 'igmp', 'vrrp'])
        .optional()
        .describe('The protocol.'),
      name: text.optional().describe('A profile of /etc/ufw/applications.d.'),
      comment: text.optional().describe('A comment on the rule.'),
      insert: notYet('Rules are added at the end.'),
      insert_relative_to: z.string().optional().describe('Accepted; goes with `insert`.'),
    },
    {
      aliases: {
        policy: 'default',
        if: 'interface',
        if_in: 'interface_in',
        if_out: 'interface_out',
        from: 'from_ip',
        src: 'from_ip',
        to: 'to_ip',
        dest: 'to_ip',
        port: 'to_port',
        protocol: 'proto',
        app: 'name',
      },
      check(given, fail) {
        const { state, rule, logging, direction } = given
        if (state === 'reloaded' || state === 'reset')
          fail({ code: 'not-supported', message: `\`state: ${state}\` is not supported.`, path: ['state'] })
        if ((state ?? given.default ?? logging ?? rule) === undefined)
          fail({ code: 'missing-key', message: '`ufw` needs `state`, `default`, `logging` or `rule`.' })
        if (given.interface !== undefined && direction !== 'in' && direction !== 'out')
          fail({ message: '`interface` needs `direction: in` or `out`.', path: ['interface'] })
        if (rule !== undefined && given.default !== undefined)
          fail({ message: 'A default and a rule are tasks of their own.', path: ['default'] })
      },
    },
  ),
  examples: [
    'ufw: { rule: allow, port: 8448, proto: tcp, comment: federation }',
    'ufw: { state: enabled, policy: deny, direction: incoming }',
  ],
  reads: args => [firewall(args)],
  plan(args, observed) {
    const ref = firewall(args)
    if (see(observed, ref) === null && !observed.mayExist(ref))
      throw new Refusal('ufw is not installed', { hint: 'Install it in an earlier task.' })
    const logging = args.logging === 'on' ? 'low' : args.logging
    return [
      want(ref, {
        ...(args.state === undefined ? {} : { enabled: args.state === 'enabled' ? 'yes' : 'no' }),
        ...(args.default === undefined ? {} : { policy: policies[args.default] }),
        ...(logging === undefined ? {} : { logging }),
        ...(args.rule === undefined ? {} : { rule: 'yes' }),
      }),
    ]
  },
  intent: args => `ufw: ${ruleWords(args).join(' ') || (args.state ?? args.default ?? '')}`,
  result: (args, observed) => ({ commands: [ruleWords(args).join(' ')], msg: see(observed, firewall(args))?.enabled }),
})

type Args = {
  readonly delete: boolean
  readonly route: boolean
  readonly log: boolean
  readonly default?: keyof typeof policies | undefined
  readonly direction?: keyof typeof directions | undefined
} & {
  readonly [key in
    | 'state'
    | 'logging'
    | 'rule'
    | 'interface'
    | 'interface_in'
    | 'interface_out'
    | 'from_ip'
    | 'to_ip'
    | 'from_port'
    | 'to_port'
    | 'proto'
    | 'name'
    | 'comment']?: string | undefined
}

/** A rule in the words of ufw's command line. */
function ruleWords(args: Args): readonly string[] {
  if (args.rule === undefined) return []
  const { direction = '' } = args
  const pair = (word: string, value: string | undefined) => (value === undefined ? [] : [word, value])
  const way = direction.startsWith('in') ? ['in'] : direction.startsWith('out') ? ['out'] : []
  return [
    ...(args.route ? ['route'] : []),
    args.rule,
    ...(args.interface_in === undefined && args.interface_out === undefined ? way : []),
    ...pair('on', args.interface),
    ...(args.interface_in === undefined ? [] : ['in', 'on', args.interface_in]),
    ...(args.interface_out === undefined ? [] : ['out', 'on', args.interface_out]),
    ...(args.log ? ['log'] : []),
    ...['from', args.from_ip ?? 'any', ...pair('port', args.from_port)],
    ...['to', args.to_ip ?? 'any', ...pair('port', args.to_port)],
    ...pair('proto', args.proto),
    ...pair('app', args.name),
    ...(args.delete ? [] : pair('comment', args.comment)),
  ]
}

function firewall(args: Args) {
  const rule = ruleWords(args)
  const direction = args.default === undefined ? '' : directions[args.direction ?? 'incoming']
  const about = rule.length > 0 ? rule.join(' ') : [args.state, args.default, args.logging].filter(Boolean).join(', ')
  return managed({
    program: 'ufw',
    title: `ufw: ${args.delete ? 'delete ' : ''}${about}`,
    args: [
      args.state ?? '',
      args.default ?? '',
      direction,
      args.logging ?? '',
      args.delete ? 'yes' : '',
      rule.join('\n'),
    ],
  })
}
