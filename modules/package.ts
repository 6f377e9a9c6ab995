/** Ansible's name for the package manager of the host; Debian's is apt. */
import { args, defineModule, flag, list, z } from 'swk'
import apt from './apt.ts'

export default defineModule({
  name: 'package',
  summary: 'Installs and removes packages, whatever the package manager: on Debian, apt.',
  args: args({
    name: list.describe('Packages, as `apt` takes them.'),
    state: z
      .enum(['present', 'installed', 'absent', 'removed', 'latest'])
      .default('present')
      .transform(state => ({ installed: 'present', removed: 'absent' })[state as string] ?? state)
      .describe('Whether they are installed.'),
    allow_downgrade: flag.optional().describe('As `apt` takes it.'),
    use: z.enum(['auto', 'apt']).optional().describe('Accepted; it is always apt.'),
  }).transform(({ name, state, allow_downgrade }, context) => {
    const found = apt.args.safeParse({ name, state, allow_downgrade })
    if (found.success) return { apt: found.data }
    context.issues.push(...found.error.issues.map(issue => ({ ...issue, input: name }) as never))
    return z.NEVER
  }),
  examples: ['package: { name: [htop, tmux], state: present }'],
  reads: args => apt.reads(args.apt),
  plan: (args, observed) => apt.plan(args.apt, observed),
  intent: args => apt.intent?.(args.apt) ?? '',
})
