/** A group of the host. */
import { args, defineModule, flag, group, integer, notYet, see, want, z } from 'swk'

export default defineModule({
  name: 'group',
  summary: 'Creates or removes a group.',
  args: args({
    name: z.string().min(1).describe('Name of the group.'),
    state: z.enum(['present', 'absent']).default('present').describe('Whether the group should exist.'),
    gid: integer.optional().describe('The group ID. Without it, the host chooses one.'),
    system: flag.default(false).describe('Create a system group.'),
    force: notYet(),
    local: notYet(),
    non_unique: notYet(),
    gid_min: notYet(),
    gid_max: notYet(),
  }),
  examples: ['group: { name: backup-readers, system: true }', 'group: { name: old, state: absent }'],
  reads: ({ name }) => [group(name)],
  plan({ name, state, gid, system }, observed) {
    const ref = group(name)
    if (state === 'absent') return [want(ref, null)]
    const isNew = see(observed, ref) === null
    return [want(ref, gid === undefined ? {} : { gid }, isNew ? { how: { system } } : {})]
  },
  result({ name, state, system }, observed) {
    const gid = see(observed, group(name))?.gid
    return { name, state, system, ...(gid === undefined ? {} : { gid }) }
  },
})
