/** Owner, group and mode that packages (dpkg-statoverride) and, on tmpfs, reboots (tmpfiles.d) leave as they are. */
import {
  absolutePath,
  agrees,
  args,
  defineModule,
  directoryOf,
  fileWant,
  findAdjusting,
  findWinner,
  type HostView,
  located,
  mode,
  modeOf,
  nameOf,
  ownedState,
  ownerRefs,
  path,
  Refusal,
  readTmpfiles,
  statoverride,
  tmpfiles,
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
    ...(isTemporary(args.path) ? entryRefs(args.path) : []),
  ],
  plan: (args, observed) =>
    args.state === 'absent' ? removed(args.path, observed) : registered(args as Entry, observed),
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
  const file = chooseEntry({ ...entry, mode: modeOf(mode, null) }, observed)
  const root = { owner: 'root', group: 'root', mode: '0644' }
  const entryFile = fileWant(file, entryText(entry, file), root, observed)
  const others = [entryPath(id), earlyEntryPath(id)].filter(other => other !== file && isOurs(other, observed))
  return [want(path(id), { type: 'directory', ...owned }), override, ...others.map(remove), entryFile]
}

function removed(id: string, observed: HostView): readonly Want[] {
  const early = isTemporary(id) && isOurs(earlyEntryPath(id), observed) ? [remove(earlyEntryPath(id))] : []
  return [want(statoverride(id), null), ...(isTemporary(id) ? [remove(entryPath(id))] : []), ...early]
}

const remove = (id: string): Want => want(path(id), null)
const isOurs = (id: string, observed: HostView): boolean =>
  observed.text(id)?.startsWith(`# ${nameOf(id)}: written by swk.\n`) ?? false

const entryRefs = (id: string) => [
  tmpfiles(id),
  path(entryPath(id), 'content'),
  path(earlyEntryPath(id), 'content'),
  path(directoryOf(entryPath(id))),
]

/** The file whose entry wins at boot over those of others. */
function chooseEntry(entry: Entry, observed: HostView): string {
  const { path: id } = entry
  const own = [entryPath(id), earlyEntryPath(id)]
  const foreign = readTmpfiles(id, observed).filter(({ file }) => !own.includes(file))
  const winner = findWinner(foreign.filter(other => !agrees(other, entry)))
  const isBefore = (name: string): boolean => winner !== undefined && nameOf(winner.file) < nameOf(name)
  const stronger = [
    ...findAdjusting(foreign).filter(other => !agrees(other, entry)),
    ...(winner && isBefore(earlyEntryPath(id)) ? [winner] : []),
  ]
  const [first] = stronger
  if (first) {
    throw new Refusal(`${first.at} gives ${id} another owner, group or mode at each boot`, {
      hint: `Expected ${entry.owner}:${entry.group} ${entry.mode}. Remove that line, or write these values there.`,
    })
  }
  return isBefore(entryPath(id)) ? earlyEntryPath(id) : entryPath(id)
}

const isTemporary = (id: string): boolean => /^\/(run|tmp|dev\/shm)\//.test(id)

/** `/run/matrix-synapse` -> `swk-run-matrix-synapse.conf`; a `-` of the path is doubled, so that no two paths meet. */
const entryPath = (id: string): string => `/etc/tmpfiles.d/swk-${entryName(id)}.conf`
/** Its name sorts before most others: of two entries for a path, the first file's counts. */
const earlyEntryPath = (id: string): string => `/etc/tmpfiles.d/00-swk-${entryName(id)}.conf`

function entryName(id: string): string {
  return id
    .slice(1)
    .replaceAll('-', '--')
    .replaceAll('/', '-')
    .replace(/[^\w.-]/g, char => `_${char.codePointAt(0)?.toString(16)}_`)
}

/** tmpfiles.d(5): fields are split as by a shell with C escapes; `%` begins a specifier. */
function entryText({ path: id, owner, group, mode }: Entry, file: string): string {
  const quoted = /^[\w/.@:+-]+$/.test(id)
    ? id
    : `"${id.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n').replaceAll('%', '%%')}"`
  return `# ${nameOf(file)}: written by swk.\nd ${quoted} ${mode} ${owner} ${group} -\n`
}
