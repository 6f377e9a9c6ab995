/** Owner, group and mode that packages (dpkg-statoverride) and, on tmpfs, reboots (tmpfiles.d) leave as they are. */
import {
  absolutePath,
  args,
  defineModule,
  directoryOf,
  fileWant,
  type HostView,
  located,
  mode,
  modeOf,
  nameOf,
  ownedState,
  ownerRefs,
  path,
  Refusal,
  statoverride,
  type Want,
  want,
  z,
} from 'swk'

export default defineModule({
  name: 'statoverride',
  summary: 'Registers the owner, group and mode of a path with dpkg, and applies them now and after each reboot.',
  args: args(
    {
      path: absolutePath
        .transform(given => given.replace(/^\/var\/run(?=\/|$)/, '/run').replace(/^\/var\/lock(?=\/|$)/, '/run/lock'))
        .describe('A path. On tmpfs (/run, /tmp, /dev/shm) it is a directory, which is created now and at each boot.'),
      owner: z.string().min(1).optional().describe('Name of the user.'),
      group: z.string().min(1).optional().describe('Name of the group.'),
      mode: mode.optional().describe('Octal: "0660", 0660, 0o660.'),
      state: z
        .enum(['present', 'absent'])
        .default('present')
        .describe('`absent` removes the entries and does not change the path.'),
    },
    {
      aliases: { name: 'path' },
      check(given, fail) {
        if (given.state === 'absent') return
        for (const key of ['owner', 'group', 'mode'] as const) {
          if (given[key] === undefined) fail({ code: 'missing-key', message: `\`${key}\` is missing.` })
        }
        if (given.mode && !/^\d+$/.test(given.mode)) {
          fail({
            code: 'bad-mode',
            message: 'Here the mode must be octal.',
            path: ['mode'],
            found: given.mode,
            expected: '"0660"',
          })
        }
      },
    },
  ),
  examples: [
    'statoverride: { path: /run/matrix-synapse, owner: matrix-synapse, group: clubmatrix, mode: "2770" }',
    'statoverride: { path: /usr/bin/at, state: absent }',
  ],
  reads: args => [
    statoverride(args.path),
    path(args.path),
    ...ownerRefs(args),
    ...(isTemporary(args.path) ? [path(entryPath(args.path), 'content'), path(directoryOf(entryPath(args.path)))] : []),
  ],
  plan: (args, observed) => (args.state === 'absent' ? removed(args.path) : registered(args as Entry, observed)),
})

type Entry = { readonly path: string; readonly owner: string; readonly group: string; readonly mode: string }

function registered(entry: Entry, observed: HostView): readonly Want[] {
  const { path: id, owner, group, mode } = entry
  const before = located(observed, id)
  const owned = ownedState(entry, observed, before)
  const override = want(statoverride(id), { owner, group, mode: modeOf(mode, null) })
  if (!isTemporary(id)) return before === null ? [override] : [want(path(id), owned), override]
  if (before !== null && before.type !== 'directory') {
    throw new Refusal(`${id} is not a directory but a ${before.type}; on tmpfs only directories can be created at boot`)
  }
  const entryFile = fileWant(entryPath(id), entryText(entry), { owner: 'root', group: 'root', mode: '0644' }, observed)
  return [want(path(id), { type: 'directory', ...owned }), override, entryFile]
}

function removed(id: string): readonly Want[] {
  return [want(statoverride(id), null), ...(isTemporary(id) ? [want(path(entryPath(id)), null)] : [])]
}

const isTemporary = (id: string): boolean => /^\/(run|tmp|dev\/shm)\//.test(id)

/** `/run/matrix-synapse` -> `swk-run-matrix-synapse.conf`; a `-` of the path is doubled, so that no two paths meet. */
function entryPath(id: string): string {
  const name = id
    .slice(1)
    .replaceAll('-', '--')
    .replaceAll('/', '-')
    .replace(/[^\w.-]/g, char => `_${char.codePointAt(0)?.toString(16)}_`)
  return `/etc/tmpfiles.d/swk-${name}.conf`
}

/** tmpfiles.d(5): fields are split as by a shell with C escapes; `%` begins a specifier. */
function entryText({ path: id, owner, group, mode }: Entry): string {
  const quoted = /^[\w/.@:+-]+$/.test(id)
    ? id
    : `"${id.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n').replaceAll('%', '%%')}"`
  return `# ${nameOf(entryPath(id))}: written by swk.\nd ${quoted} ${mode} ${owner} ${group} -\n`
}
