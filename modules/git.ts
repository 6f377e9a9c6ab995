/** Working copies of git repositories. */
import {
  absolutePath,
  args,
  defineModule,
  directoryOf,
  flag,
  type HostView,
  integer,
  managed,
  notYet,
  path,
  Refusal,
  see,
  text,
  want,
  z,
} from 'swk'

export default defineModule({
  name: 'git',
  summary: 'Checks out a branch, tag or commit of a git repository.',
  args: args(
    {
      repo: z.string().min(1).describe('The repository.'),
      dest: absolutePath.describe('The directory of the working copy.'),
      version: text.default('HEAD').describe('A branch, a tag or a commit.'),
      remote: z.string().min(1).default('origin').describe('Name of the remote.'),
      force: flag.default(false).describe('Discard changes of tracked files. Without it, they are an error.'),
      update: flag.default(true).describe('no: leave an existing copy as it is.'),
      clone: flag.default(true).describe('no: do not create a copy that does not exist.'),
      depth: integer.optional().describe('How much of the history to fetch.'),
      recursive: flag.default(true).describe('With submodules.'),
      bare: flag.default(false).describe('A repository without a working copy.'),
      single_branch: flag.default(false).describe('Fetch only the one branch.'),
      accept_hostkey: flag.default(false).describe('Accept the key of an ssh server that is not known yet.'),
      accept_newhostkey: flag.default(false).describe('The same.'),
      key_file: absolutePath.optional().describe('A private key of the host to log in with.'),
      track_submodules: notYet(),
      reference: notYet(),
      refspec: notYet(),
      ssh_opts: notYet(),
      umask: notYet(),
      archive: notYet(),
      archive_prefix: notYet(),
      separate_git_dir: notYet(),
      executable: notYet(),
      verify_commit: notYet(),
      gpg_allowlist: notYet(),
    },
    { aliases: { name: 'repo' } },
  ),
  examples: ['git: { repo: "https://github.com/element-hq/synapse.git", dest: /opt/synapse, version: v1.120.0 }'],
  reads: args => [checkout(args), path(args.dest), path(directoryOf(args.dest))],
  plan(args, observed) {
    const now = theState(args, observed)
    const exists = now.before !== undefined
    if (exists ? !args.update : !args.clone) return []
    if (!now.remote)
      throw new Refusal(`${args.repo} has no ${args.version}, or cannot be reached`, {
        hint: `On the host, as the owner of ${directoryOf(args.dest)}, try: git ls-remote ${args.repo}`,
      })
    if (now.taken === 'yes')
      throw new Refusal(`${args.dest} exists and is neither a working copy nor an empty directory`)
    if (now.modified === 'yes' && !args.force)
      throw new Refusal(`Local modifications exist in the destination: ${args.dest} (force=no).`)
    const state = {
      at: now.remote,
      ...(!args.bare && { url: args.repo }),
      ...(args.force && now.modified && { modified: 'no' }),
    }
    return [want(checkout(args), state)]
  },
  intent: ({ repo, dest, version }) => `${dest}: ${version} of ${repo}`,
  result(args, observed, changes) {
    const now = see(observed, checkout(args)) ?? {}
    const { before = null, remote } = now
    const url = changes.length > 0 ? changes[0]?.before?.url : now.url
    const after = before !== null && !args.update ? before : remote
    return { before, after, remote_url_changed: url !== undefined && url !== args.repo }
  },
})

type Args = {
  readonly repo: string
  readonly dest: string
  readonly version: string
  readonly remote: string
  readonly force: boolean
  readonly depth?: number | undefined
  readonly recursive: boolean
  readonly bare: boolean
  readonly single_branch: boolean
  readonly accept_hostkey: boolean
  readonly accept_newhostkey: boolean
  readonly key_file?: string | undefined
}

function checkout(args: Args) {
  const flags = [args.force, args.recursive, args.bare, args.single_branch].map(given => (given ? 'yes' : ''))
  const [force = '', recursive = '', bare = '', single = ''] = flags
  const accepts = args.accept_hostkey || args.accept_newhostkey ? '-o StrictHostKeyChecking=accept-new' : ''
  const depth = args.depth === undefined ? '' : String(args.depth)
  return managed({
    program: 'checkout',
    title: `check out ${args.version} of ${args.repo}`,
    args: [
      ...[args.repo, args.dest, args.version, args.remote],
      ...[force, depth, recursive, bare, single, args.key_file ?? '', accepts],
    ],
    timeout: 1800,
  })
}

function theState(args: Args, observed: HostView) {
  const state = see(observed, checkout(args))
  if (state !== null) return state
  throw new Refusal('git is not installed', { hint: 'Install it in an earlier task: apt: { name: git }.' })
}
