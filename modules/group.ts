/** A group of the host. */
import { args, defineModule, flag, group, integer, see, want, z } from 'swk'

export default defineModule({
  name: 'group',
  summary: 'Creates or removes a group.',
  args: args({
    name: z.string().min(1).describe('Name of the group.'),
    state: z.enum(['present', 'absent']).default('present').describe('Whether the group should exist.'),
    gid: integer.optional().describe('The group ID. Without it, the host chooses one.'),
    system: flag.default(false).describe('Create a system group.'),
    force: flag.default(false).describe('With `absent`: remove the primary group of a user, too.'),
    local: flag.optional().describe("Accepted: Debian's tools change the host's own files."),
    non_unique: flag.default(false).describe('Allow a `gid` that another group has.'),
    gid_min: integer.optional().describe('Lowest number that the host chooses.'),
    gid_max: integer.optional().describe('Highest number that the host chooses.'),
  }),
  examples: ['group: { name: backup-readers, system: true }', 'group: { name: old, state: absent }'],
  reads: ({ name, gid }) => [group(name), ...(gid === undefined ? [] : [group(String(gid))])],
  plan({ name, state, gid, system, force, non_unique, gid_min, gid_max }, observed) {
    const ref = group(name)
    if (state === 'absent') return [want(ref, null, force ? { how: { force } } : {})]
    const isNew = see(observed, ref) === null
    const options = {
      ...(non_unique ? { nonUnique: true } : {}),
      ...(gid_min === undefined ? {} : { gidMin: gid_min }),
      ...(gid_max === undefined ? {} : { gidMax: gid_max }),
    }
    return [want(ref, gid === undefined ? {} : { gid }, { how: isNew ? { system, ...options } : options })]
  },
  result({ name, state, system }, observed) {
    const gid = see(observed, group(name))?.gid
    return { name, state, system, ...(gid === undefined ? {} : { gid }) }
  },
})
