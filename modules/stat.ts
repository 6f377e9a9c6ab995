/** What is at a path, for conditions of later tasks. */
import {
  absolutePath,
  args,
  defineModule,
  flag,
  type HostView,
  type InodeState,
  inode,
  type PathState,
  path,
  see,
  z,
} from 'swk'

export default defineModule({
  name: 'stat',
  summary: 'Registers whether a path exists, what it is, whose it is, and its times and checksum.',
  args: args(
    {
      path: absolutePath.describe('The path.'),
      follow: flag.default(false).describe('Report what a link points to.'),
      get_checksum: flag.default(true).describe('Report the checksum of a file.'),
      checksum_algorithm: z
        .enum(['sha1', 'sha256'], 'Only sha1 and sha256 are supported yet.')
        .optional()
        .describe('The checksum (default: sha1).'),
      get_mime: flag.optional().describe('Accepted; the MIME type is not reported.'),
      get_attributes: flag.optional().describe('Accepted; file attributes are not reported.'),
    },
    { aliases: { dest: 'path', name: 'path', checksum: 'checksum_algorithm', checksum_algo: 'checksum_algorithm' } },
  ),
  examples: ['stat: { path: /etc/matrix-synapse/homeserver.yaml }'],
  reads: args => [path(args.path), inode(args.path, args.follow)],
  plan: () => [],
  result: (args, observed) => ({ stat: statOf(args, observed) }),
})

type Args = {
  readonly path: string
  readonly follow: boolean
  readonly get_checksum: boolean
  readonly checksum_algorithm?: 'sha1' | 'sha256' | undefined
}

/** Behind a predicted change only what that change says of the path is known. */
function statOf(args: Args, observed: HostView): Record<string, unknown> {
  const ref = inode(args.path, args.follow)
  const predicted = observed.mayExist(ref)
  const seen = see(observed, path(args.path))
  const now = predicted ? seen : see(observed, ref)
  if (now === null) return { exists: false }
  const type = predicted && !args.follow && seen?.target !== undefined ? 'link' : now.type
  return {
    exists: true,
    path: args.path,
    ...kindOf(type),
    ...permissions(now.mode),
    pw_name: now.owner,
    gr_name: now.group,
    ...(now.size === undefined ? {} : { size: now.size }),
    ...(predicted ? {} : details(now as InodeState)),
    ...(now.target === undefined ? {} : { lnk_target: now.target }),
    ...checksumOf(args, now, seen),
  }
}

function kindOf(type: string): Record<string, boolean> {
  return {
    isreg: type === 'file',
    isdir: type === 'directory',
    islnk: type === 'link',
    issock: type === 'socket',
    isfifo: type === 'fifo',
    isblk: type === 'block',
    ischr: type === 'char',
  }
}

const bits = { rusr: 0o400, wusr: 0o200, xusr: 0o100, rgrp: 0o40, wgrp: 0o20, xgrp: 0o10, roth: 4, woth: 2, xoth: 1 }

function permissions(mode: string): Record<string, unknown> {
  const number = Number.parseInt(mode, 8)
  const flags = Object.entries({ ...bits, isuid: 0o4000, isgid: 0o2000 }).map(([name, bit]) => [
    name,
    (number & bit) !== 0,
  ])
  return { mode, ...Object.fromEntries(flags), readable: true, writeable: true, executable: (number & 0o111) !== 0 }
}

function details({ dev, ino, nlink, uid, gid, atime, mtime, ctime, blocks, blksize }: InodeState) {
  return { dev, inode: ino, nlink, uid, gid, atime, mtime, ctime, blocks, block_size: blksize }
}

function checksumOf(args: Args, now: InodeState | PathState, seen: PathState | null): { checksum?: string } {
  if (!args.get_checksum || now.type !== 'file') return {}
  const sum = args.checksum_algorithm === 'sha256' ? seen?.sha256 : 'sha1' in now ? now.sha1 : undefined
  return sum === undefined ? {} : { checksum: sum }
}
