/** A group that is made of what the hosts say. */
import { args, defineModule, list, z } from 'swk'

const named = (group: string) => group.replaceAll(' ', '-')

export default defineModule({
  name: 'group_by',
  summary: 'Puts the host into a group, for the tasks and plays that follow.',
  args: args({
    key: z.coerce.string().min(1).describe('The name of the group; spaces become dashes.'),
    parents: list.default(['all']).describe('Groups that this group is put into.'),
  }),
  examples: ['group_by: { key: "os_{{ ansible_distribution }}" }'],
  sets: () => ['groups', 'group_names'],
  extendsInventory: true,
  reads: () => [],
  plan: () => [],
  result: ({ key, parents }) => ({ add_group: named(key), parent_groups: parents.map(named) }),
})
