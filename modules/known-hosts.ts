/** Keys of hosts that ssh trusts. */
import { absolutePath, args, defineModule, editRefs, editWants, flag, isHashOfHost, textDiff, z } from 'swk'

export default defineModule({
  name: 'known_hosts',
  summary: "Adds a host's key to a known_hosts file of ssh, or removes the key, or all keys of the host.",
  args: args(
    {
      name: z.string().regex(/^\S+$/, 'Must be a host name.').describe('The host, as it stands in the file.'),
      key: z.string().optional().describe('The line: host, type and key. With `absent`: only this key is removed.'),
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
  result: ({ name, key, path, state }, observed, changes) => ({
    ...{ name, key: key ?? null, path, state },
    diff: textDiff(path, observed, changes),
  }),
})

type Args = { readonly name: string; readonly key?: string | undefined; readonly state: 'present' | 'absent' }

const linesOf = (text: string): readonly string[] => text.split('\n').filter(line => line.trim() !== '')
const hostsOf = (line: string): readonly string[] =>
  line
    .trim()
    .replace(/^@\S+\s+/, '')
    .split(/\s+/)[0]
    ?.split(',') ?? []
/** Names in the file may be hashed. */
const isOf = (line: string, name: string): boolean =>
  hostsOf(line).some(one => one.toLowerCase() === name.toLowerCase() || isHashOfHost(one, name.toLowerCase()))

/** Type and key, without the host and a comment. */
const keyOf = (line: string): readonly string[] =>
  line
    .trim()
    .replace(/^@\S+\s+/, '')
    .split(/\s+/)
    .slice(1, 3)
const typeOf = (line: string): string | undefined => keyOf(line)[0]
const markOf = (line: string): string | undefined => /^@\S+/.exec(line.trim())?.[0]
const isSame = (a: string, b: string): boolean => markOf(a) === markOf(b) && keyOf(a).join(' ') === keyOf(b).join(' ')

/** A host has one key of each type; another key of the same type takes its place. */
function edited({ name, key = '', state }: Args, content: string): string {
  const lines = content.match(/[^\n]*\n|[^\n]+$/g) ?? []
  const wanted = linesOf(key).map(line => line.trim())
  const isOwn = (line: string): boolean => isOf(line, name)
  const isWanted = (line: string): boolean => wanted.some(other => isSame(line, other))
  if (state === 'absent') return lines.filter(line => !isOwn(line) || (wanted.length > 0 && !isWanted(line))).join('')
  const isReplaced = (line: string): boolean =>
    isOwn(line) &&
    !isWanted(line) &&
    markOf(line) === undefined &&
    wanted.some(other => markOf(other) === undefined && typeOf(other) === typeOf(line))
  const kept = lines.filter(line => !isReplaced(line)).join('')
  const missing = wanted.filter(line => !lines.some(old => isOwn(old) && isSame(old, line)))
  const end = kept === '' || kept.endsWith('\n') || missing.length === 0 ? '' : '\n'
  return kept + end + missing.map(line => `${line}\n`).join('')
}
