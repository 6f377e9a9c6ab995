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
  managed,
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
  summary: 'Manages files, directories and links: their owner, group and mode, and their removal.',
  args: args(
    {
      path: absolutePath.describe('The path to manage.'),
      state: z
        .enum(['file', 'directory', 'link', 'absent', 'touch', 'hard'])
        .optional()
        .describe(
          '`file` requires an existing file. `directory` also creates the parent directories. Default: keep the type of the existing path.',
        ),
      src: z.string().min(1).optional().describe('With `link`: the target of the link.'),
      force: flag
        .default(false)
        .describe('With `link`: replace an existing file, and allow a target that does not exist.'),
      ...ownership,
      recurse: flag.default(false).describe('With `directory`: owner, group and mode of all that is in it.'),
      access_time: z
        .literal('preserve')
        .optional()
        .describe('With `touch`: `preserve` keeps the time of an existing file.'),
      modification_time: z
        .literal('preserve')
        .optional()
        .describe('With `touch`: `preserve` keeps the time of an existing file.'),
      follow: flag.optional().describe('Accepted; links that only root can change are followed.'),
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
        if (given.recurse && state !== 'directory')
          fail({ message: '`recurse` is only for `state: directory`.', path: ['recurse'] })
        if (given.recurse && given.mode !== undefined && !/^[0-7]+$/.test(given.mode))
          fail({
            code: 'not-supported',
            message: 'A symbolic mode with `recurse` is not supported yet.',
            path: ['mode'],
          })
        if (state === 'absent' && path === '/')
          fail({ message: 'The root directory cannot be removed.', path: ['path'] })
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
    ...(args.recurse ? [below(args)] : []),
  ],
  plan: (args, observed) => [
    ...plans[args.state ?? 'keep'](args, observed),
    ...(args.recurse && see(observed, path(args.path)) !== null ? [want(below(args), { right: 'yes' })] : []),
  ],
  result: (args, observed) => ({ ...fileResult(args.path, observed), path: args.path }),
})

const below = ({ path, owner = '', group = '', mode = '' }: Pick<Args, 'path' | 'owner' | 'group' | 'mode'>) =>
  managed({ program: 'recurse', title: `owner and mode of all in ${path}`, args: [path, owner, group, mode] })

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
      hint: 'Create a directory with `state: directory`, or a file with `copy`.',
    })
  return [want(path(args.path), ownedState(args, observed, before, before.type === 'directory'))]
}

const file: Plan = (args, observed) => {
  const before = located(observed, args.path)
  if (before !== null && before.type === 'directory') throw new Refusal(`${args.path} is a directory, not a file`)
  return keep(args, observed)
}

const directory: Plan = (args, observed) => {
  const before = located(observed, args.path)
  if (before !== null && before.type !== 'directory')
    throw new Refusal(`${args.path} exists and is not a directory but a ${before.type}`)
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
    throw new Refusal(`${args.path} is a directory; a link cannot replace it`)
  }
  if (!isLink && !args.force) {
    throw new Refusal(`${args.path} exists and is not a link`, { hint: '`force: true` replaces it.' })
  }
  for (const ref of targetRefs(args)) {
    if (see(observed, ref) === null && !args.force) {
      throw new Refusal(`the target ${ref.id} of the link does not exist`, {
        hint: '`force: true` creates the link anyway.',
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
