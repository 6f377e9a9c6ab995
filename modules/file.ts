/** Files, folders and links: that they are there, whose they are, and what may be done with them. */
import {
  absolutePath,
  args,
  defineModule,
  directoryOf,
  directoryRefs,
  directoryWants,
  fileResult,
  flag,
  foldersAbove,
  type HostView,
  inFolder,
  located,
  notYet,
  ownedState,
  ownerRefs,
  ownership,
  path,
  Refusal,
  see,
  sha256,
  type Want,
  want,
  z,
} from 'swk'

export default defineModule({
  name: 'file',
  summary: 'Makes folders and links, sets owner, group and mode, removes what shall not be there.',
  args: args(
    {
      path: absolutePath.describe('What it is about.'),
      state: z
        .enum(['file', 'directory', 'link', 'absent', 'touch', 'hard'])
        .optional()
        .describe(
          '`file` makes none: it must be there. `directory` also makes the folders above it. Default: what is there stays.',
        ),
      src: z.string().min(1).optional().describe('With `link`: what the link points to.'),
      force: flag.default(false).describe('With `link`: also in place of a file, and also to what does not exist.'),
      ...ownership,
      recurse: notYet('Give each path a task of its own, or use `command` with chown -R.'),
      access_time: z
        .literal('preserve')
        .optional()
        .describe('With `touch`: leave the time of an existing file as it is.'),
      modification_time: z
        .literal('preserve')
        .optional()
        .describe('With `touch`: leave the time of an existing file as it is.'),
      follow: notYet(),
      attributes: notYet(),
      unsafe_writes: notYet(),
    },
    {
      aliases: { dest: 'path', name: 'path' },
      check(given, fail) {
        const { state, src, path } = given
        if (state === 'hard')
          fail({ code: 'not-supported', message: 'Hard links are not supported yet.', path: ['state'] })
        if (state === 'link' && src === undefined) fail({ code: 'missing-key', message: '`state: link` needs `src`.' })
        if (state !== 'link' && src !== undefined) fail({ message: '`src` is only for `state: link`.', path: ['src'] })
        if (state === 'link' && (given.owner ?? given.group ?? given.mode) !== undefined) {
          fail({
            code: 'not-supported',
            message: 'Owner, group and mode of a link are not supported yet.',
            path: ['state'],
          })
        }
        if (state === 'absent' && path === '/') fail({ message: 'The root folder cannot be removed.', path: ['path'] })
        if (state === 'touch' && !(given.access_time && given.modification_time)) {
          fail({
            message: '`touch` would change times at every run.',
            path: ['state'],
            hint: 'Add `access_time: preserve` and `modification_time: preserve`.',
          })
        }
      },
    },
  ),
  examples: [
    'file: { path: /srv/export, state: directory, owner: root, group: backup, mode: "2750" }',
    'file: { src: /etc/nginx/sites-available/matrix, dest: /etc/nginx/sites-enabled/matrix, state: link }',
  ],
  // What is removed is shown, so its content is read.
  reads: args => [
    path(args.path, args.state === 'absent' ? 'content' : 'meta'),
    ...ownerRefs(args),
    ...directoryRefs(foldersAbove(args.path)),
    ...targetRefs(args),
  ],
  plan: (args, observed) => plans[args.state ?? 'keep'](args, observed),
  result: (args, observed) => ({ ...fileResult(args.path, observed), path: args.path }),
})

type Args = {
  readonly path: string
  readonly state?: keyof typeof plans | undefined
  readonly src?: string | undefined
  readonly force: boolean
  readonly owner?: string | undefined
  readonly group?: string | undefined
  readonly mode?: string | undefined
}
type Plan = (args: Args, observed: HostView) => readonly Want[]

const keep: Plan = (args, observed) => {
  const before = located(observed, args.path)
  if (before === null)
    throw new Refusal(`${args.path} does not exist`, {
      hint: '`state: directory` would make a folder; `copy` makes files.',
    })
  return [want(path(args.path), ownedState(args, observed, before, before.type === 'directory'))]
}

const file: Plan = (args, observed) => {
  const before = located(observed, args.path)
  if (before !== null && before.type === 'directory') throw new Refusal(`${args.path} is a folder, not a file`)
  return keep(args, observed)
}

const directory: Plan = (args, observed) => {
  const before = located(observed, args.path)
  if (before !== null && before.type !== 'directory')
    throw new Refusal(`${args.path} exists and is not a folder but a ${before.type}`)
  if (before === null) return directoryWants([...foldersAbove(args.path), args.path], args, observed)
  return [want(path(args.path), { type: 'directory', ...ownedState(args, observed, before, true) })]
}

const absent: Plan = (args, observed) => {
  located(observed, args.path)
  return [want(path(args.path), null)]
}

const touch: Plan = (args, observed) => {
  const before = located(observed, args.path)
  if (before !== null) return keep(args, observed)
  const owned = ownedState(args, observed, null)
  return [want(path(args.path), { type: 'file', sha256: sha256(''), ...owned }, { content: '' })]
}

const link: Plan = (args, observed) => {
  const before = located(observed, args.path)
  const isLink = before === null || before.target !== undefined
  if (!isLink && before.type === 'directory') {
    throw new Refusal(`${args.path} is a folder; a link does not take its place`)
  }
  if (!isLink && !args.force) {
    throw new Refusal(`${args.path} exists and is not a link`, { hint: '`force: true` replaces it.' })
  }
  for (const ref of targetRefs(args)) {
    if (see(observed, ref) === null && !args.force) {
      throw new Refusal(`${ref.id}, to which the link shall point, does not exist`, {
        hint: '`force: true` makes the link anyway.',
      })
    }
  }
  // Whether it is a link is told by `target` alone: a link that root owns is otherwise seen as what is behind it.
  return [want(path(args.path), { target: args.src as string })]
}

const hard: Plan = () => []

const plans = { keep, file, directory, absent, touch, link, hard }

/** What a link points to, seen from the folder that it is in. */
function targetRefs({ path: at, state, src }: Args) {
  if (state !== 'link' || src === undefined) return []
  return [path(inFolder(directoryOf(at), src))]
}
