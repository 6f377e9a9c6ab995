/** A host for the plays that follow. */
import { defineModule, editFailure, list, z } from 'swk'

const sameAs = (key: string) => ({ description: `The same as \`${key}\`.`, aliasOf: key })
const name = z.string().min(1).optional()
const groups = list.optional()

export default defineModule({
  name: 'add_host',
  summary: 'Adds a host to the inventory, or groups and variables to one, for the tasks and plays that follow.',
  args: z
    .object({
      name: name.describe('The name of the host; `NAME:PORT` also sets its port.'),
      host: name.meta(sameAs('name')),
      hostname: name.meta(sameAs('name')),
      groups: groups.describe(
        'Groups that it joins; those that are not there are made. Other arguments are its variables.',
      ),
      group: groups.meta(sameAs('groups')),
      groupname: groups.meta(sameAs('groups')),
    })
    .catchall(z.unknown())
    .superRefine((given, context) => {
      if ((given.name ?? given.host ?? given.hostname) === undefined)
        editFailure(context, { code: 'missing-key', message: '`add_host` needs the `name` of a host.' })
    }),
  examples: ['add_host: { name: db2, groups: [databases], ansible_host: 192.0.2.2 }'],
  sets: () => ['groups', 'group_names'],
  extendsInventory: true,
  reads: () => [],
  plan: () => [],
  result({ name, host, hostname, groups, group, groupname, ...vars }) {
    const given = name ?? host ?? hostname ?? ''
    const [, own = given, port] = /^([^:]+):(\d+)$/.exec(given) ?? []
    const host_vars = { ...(port !== undefined && { ansible_ssh_port: Number(port) }), ...vars }
    return { add_host: { host_name: own, groups: [...new Set(groups ?? group ?? groupname)], host_vars } }
  },
})
