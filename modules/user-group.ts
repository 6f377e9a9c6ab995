/** A group with its members: what `usermod -aG` does, as a state. */
import { args, defineModule, flag, group, integer, list, Refusal, see, user, want, z } from 'swk'

export default defineModule({
  name: 'user-group',
  summary: 'Creates a group and adds members to it; with `exact`, also removes all other members.',
  args: args(
    {
      name: z.string().min(1).describe('Name of the group.'),
      state: z.enum(['present', 'absent']).default('present').describe('Whether the group should exist.'),
      members: list.optional().describe('The members of the group. The users must exist.'),
      exact: flag.default(false).describe('Remove all other members.'),
      gid: integer.optional().describe('The group ID. Without it, the host chooses one.'),
      system: flag.default(false).describe('Create a system group.'),
    },
    {
      check({ state, members, exact }, fail) {
        if (state === 'absent' && members)
          fail({ message: '`members` cannot be combined with `state: absent`.', path: ['members'] })
        if (exact && !members) fail({ code: 'missing-key', message: '`exact` needs `members`.', path: ['exact'] })
      },
    },
  ),
  examples: [
    'user-group: { name: clubmatrix, system: true, members: [matrix-synapse, www-data] }',
    'user-group: { name: backup, members: [alice], exact: true }',
  ],
  reads: ({ name, members = [] }) => [group(name), ...members.map(user)],
  plan({ name, state, members, exact, gid, system }, observed) {
    const ref = group(name)
    if (state === 'absent') return [want(ref, null)]
    for (const member of members ?? []) {
      if (see(observed, user(member)) === null) throw new Refusal(`the user ${member} does not exist`)
    }
    const before = see(observed, ref)
    const all = members && [...new Set([...(exact ? [] : (before?.members ?? [])), ...members])].sort()
    const fields = { ...(gid === undefined ? {} : { gid }), ...(all === undefined ? {} : { members: all }) }
    return [want(ref, fields, before === null ? { how: { system } } : {})]
  },
  intent: ({ name, members = [] }) => `group ${name} with ${members.join(', ') || 'no new members'}`,
})
