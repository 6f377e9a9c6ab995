/** Keys of hosts that ssh trusts. */
import { absolutePath, args, defineModule, editRefs, editWants, flag, z } from 'swk'

export default defineModule({
  name: 'known_hosts',
  summary: "Adds a host's key to a known_hosts file of ssh, or removes the host.",
  args: args(
    {
      name: z.string().regex(/^\S+$/, 'Must be a host name.').describe('The host, as it stands in the file.'),
      key: z.string().optional().describe('The line: host, type and key.'),
      path: absolutePath.default('/etc/ssh/ssh_known_hosts').describe('The file.'),
      state: z.enum(['present', 'absent']).default('present').describe('Whether the key is there.'),
      hash_host: flag
        .default(false)
        .refine(given => !given, 'Hashed names are not supported yet.')
        .describe('Not yet: names are written as they are.'),
    },
    {
      check({ state, key, name }, fail) {
        if (state === 'absent') return
        if (key === undefined) return fail({ code: 'missing-key', message: '`key` is missing.' })
        for (const line of linesOf(key))
          if (!hostsOf(line).includes(name))
            fail({ message: `\`key\` must start with ${name}.`, path: ['key'], found: line })
      },
    },
  ),
  examples: [
    'known_hosts: { name: backup.example.org, key: "backup.example.org ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIF" }',
  ],
  reads: args => editRefs({ ...args, create: args.state === 'present' }),
  plan: (args, observed) =>
    editWants({ ...args, create: args.state === 'present' }, observed, content => edited(args, content)),
  intent: ({ name, path }) => `key of ${name} in ${path}`,
  result: ({ name, key, path, state }) => ({ name, key: key ?? null, path, state }),
})

type Args = { readonly name: string; readonly key?: string | undefined; readonly state: 'present' | 'absent' }

const linesOf = (text: string): readonly string[] => text.split('\n').filter(line => line.trim() !== '')
const hostsOf = (line: string): readonly string[] =>
  line
    .trim()
    .replace(/^@\S+\s+/, '')
    .split(/\s+/)[0]
    ?.split(',') ?? []
const typeOf = (line: string): string | undefined =>
  line
    .trim()
    .replace(/^@\S+\s+/, '')
    .split(/\s+/)[1]

/** A host has one key of each type; another key of the same type takes its place. */
function edited({ name, key = '', state }: Args, content: string): string {
  const lines = content.match(/[^\n]*\n|[^\n]+$/g) ?? []
  const wanted = linesOf(key).map(line => line.trim())
  if (state === 'absent') return lines.filter(line => !hostsOf(line).includes(name)).join('')
  const replaced = (line: string) =>
    hostsOf(line).includes(name) &&
    !wanted.includes(line.trim()) &&
    wanted.some(other => typeOf(other) === typeOf(line))
  const kept = lines.filter(line => !replaced(line)).join('')
  const missing = wanted.filter(line => !lines.some(old => old.trim() === line))
  const end = kept === '' || kept.endsWith('\n') || missing.length === 0 ? '' : '\n'
  return kept + end + missing.map(line => `${line}\n`).join('')
}
