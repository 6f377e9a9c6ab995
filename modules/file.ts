/** Files, folders and links: that they are there, whose they are, and what may be done with them. */
import {
  absolutePath,
  args,
  checkTimes,
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
  modeOf,
  notYet,
  ownedState,
  ownerRefs,
  ownership,
  path,
  pathDiff,
  Refusal,
  see,
  sha256,
  type TimeArgs,
  timeArgs,
  timeRefs,
  timeWants,
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
      src: z.string().min(1).optional().describe('With `link` and `hard`: the target of the link.'),
      force: flag
        .default(false)
        .describe('With `link` and `hard`: replace an existing file, and allow a target that does not exist.'),
      ...ownership,
      recurse: flag
        .default(false)
        .describe('With `directory`: owner, group and mode of all that is in it. Links in it are not followed.'),
      ...timeArgs,
      follow: flag.optional().describe('Accepted; links that only root can change are followed.'),
      attributes: notYet(),
      unsafe_writes: flag.optional().describe('Accepted; files are replaced atomically.'),
    },
    {
      aliases: { dest: 'path', name: 'path', attr: 'attributes' },
      check(given, fail) {
        const { state, src, path } = given
        const isLink = state === 'link' || state === 'hard'
        if (isLink && src === undefined) fail({ code: 'missing-key', message: `\`state: ${state}\` needs \`src\`.` })
        if (!isLink && src !== undefined)
          fail({ message: '`src` is only for `state: link` and `state: hard`.', path: ['src'] })
        const [wrong] = (state === 'hard' && src !== undefined && absolutePath.safeParse(src).error?.issues) || []
        if (wrong) fail({ message: wrong.message, path: ['src'], ...(src !== undefined && { found: src }) })
        if (state === 'link' && given.follow === false && (given.owner ?? given.group ?? given.mode) !== undefined) {
          fail({
            code: 'not-supported',
            message: 'Owner, group and mode of a link itself are not supported yet.',
            path: ['follow'],
          })
        }
        if (given.recurse && (state ?? 'directory') !== 'directory')
          fail({ message: '`recurse` is only for `state: directory`.', path: ['recurse'] })
        if (state === 'absent' && path === '/')
          fail({ message: 'The root directory cannot be removed.', path: ['path'] })
        checkTimes(given, fail)
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
    ...(args.state === 'hard' ? [hardlink(args)] : []),
    ...timeRefs(args),
  ],
  plan: (args, observed) => [
    ...plans[args.state ?? (args.recurse ? 'directory' : 'keep')](args, observed),
    ...recursiveWants(args, observed),
    ...timeWants(args, observed),
  ],
  result: (args, observed, changes) => ({
    ...fileResult(args.path, observed),
    path: args.path,
    diff: pathDiff(args.path, changes, args.state),
    ...(args.src === undefined ? {} : { src: args.src }),
  }),
})

/** The modes that are there, as `d0755 f0644`, become those that the wanted mode makes of each. */
function recursiveWants(args: Args, observed: HostView): readonly Want[] {
  const { mode } = args
  if (!args.recurse || see(observed, path(args.path)) === null) return []
  const now = see(observed, below(args))?.modes?.trim().split(' ') ?? []
  if (mode === undefined) return [want(below(args), { right: 'yes' })]
  const become = (one: string): string => {
    const after = modeOf(mode, one.slice(1).padStart(4, '0'), one.startsWith('d'))
    return one[0] + Number.parseInt(after, 8).toString(8)
  }
  const modes = [...new Set(now.filter(one => one !== '').map(become))].sort().map(one => `${one} `)
  return [want(below(args), { right: 'yes', modes: modes.join('') })]
}

const hardlink = ({ src = '', path: at }: Args) =>
  managed({ program: 'hardlink', title: `link ${at} to the file ${src}`, args: [src, at] })

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
  readonly recurse: boolean
} & TimeArgs
type Plan = (args: Args, observed: HostView) => readonly Want[]

const keep: Plan = (args, observed) => {
  const before = located(observed, args.path)
  if (before === null)
    throw new Refusal(`${args.path} does not exist`, {
      result: { msg: `file (${args.path}) is absent, cannot continue`, path: args.path, state: 'absent' },
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

const touched: Plan = (args, observed) => {
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
  return [want(path(args.path), { target: args.src as string }), ...ofTarget(args, observed)]
}

/** Owner, group and mode are those of the target, if it exists. */
function ofTarget(args: Args, observed: HostView): readonly Want[] {
  if ((args.owner ?? args.group ?? args.mode) === undefined) return []
  return targetRefs(args).flatMap(ref => {
    const target = located(observed, ref.id)
    return target === null ? [] : [want(ref, ownedState(args, observed, target, target.type === 'directory'))]
  })
}

const hard: Plan = (args, observed) => {
  const before = located(observed, args.path)
  const now = see(observed, hardlink(args))
  if (now === null) throw new Refusal(`the target ${args.src} of the link does not exist`)
  if (before !== null && before.type !== 'file') throw new Refusal(`${args.path} is not a file but a ${before.type}`)
  if (before !== null && now.same !== 'yes' && !args.force)
    throw new Refusal(`${args.path} exists and is another file`, { hint: '`force: true` replaces it.' })
  const target = located(observed, args.src ?? '')
  return [want(hardlink(args), { same: 'yes' }), want(path(args.src ?? ''), ownedState(args, observed, target))]
}

const plans = { keep, file, directory, absent, touch: touched, link, hard }

/** What a link points to, seen from the folder that it is in. */
function targetRefs({ path: at, state, src }: Args) {
  if ((state !== 'link' && state !== 'hard') || src === undefined) return []
  return [path(inFolder(directoryOf(at), src))]
}
