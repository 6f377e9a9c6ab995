/** What `stat` tells of a path beyond what tasks want of it: times, numbers, checksums. */
import { sh } from '../shell/sh.ts'
import type { RefTo } from './kind.ts'
import { type Kind, refKey, type State } from './kind.ts'

/** id: `follow PATH` or `own PATH`. Times in seconds. Transient. */
export type InodeState = {
  readonly type: 'file' | 'directory' | 'link' | 'socket' | 'fifo' | 'block' | 'char' | 'other'
  readonly mode: string
  readonly owner: string
  readonly group: string
  readonly target?: string
  /** Of files up to 64 MiB. */
  readonly sha1?: string
} & {
  readonly [field in
    | 'dev'
    | 'ino'
    | 'nlink'
    | 'uid'
    | 'gid'
    | 'size'
    | 'atime'
    | 'mtime'
    | 'ctime'
    | 'blocks'
    | 'blksize']: number
}

/** What stat(2) tells of a path; of what is behind a link with `follow`. */
export const inode = (id: string, follow = false): RefTo<InodeState> => ({
  kind: 'inode',
  id: `${follow ? 'follow' : 'own'} ${id}`,
})

const numbers = ['dev', 'ino', 'nlink', 'uid', 'gid', 'size', 'atime', 'mtime', 'ctime', 'blocks', 'blksize'] as const

/** id: `follow PATH` or `own PATH`. null: nothing is there. */
export const inodeKind: Kind = {
  name: 'inode',
  traits: ['transient'],
  probe: refs => sh`printf '%s\\0' ${refs.map(ref => ref.id)} | perl -e ${look}`,
  read(output, refs) {
    const fields = output.toString('utf8').split('\0')
    return new Map(refs.map((ref, i) => [refKey(ref), stateOf(fields.slice(i * width, (i + 1) * width))]))
  },
}

const width = 17

function stateOf(fields: readonly string[]): State | null {
  const [type = '', mode = '', ...rest] = fields
  if (type === '' || type === 'a') return null
  const [owner = '', group = '', target = '', sha1 = ''] = rest.slice(numbers.length)
  const counted = Object.fromEntries(numbers.map((name, i) => [name, Number(rest[i])]))
  return { type, mode, ...counted, owner, group, ...(target ? { target } : {}), ...(sha1 ? { sha1 } : {}) }
}

/** Output for each path: type, mode, the numbers, owner, group, target, SHA-1, each ended by NUL. */
const look = String.raw`
use strict; use Fcntl qw(:mode); use Digest::SHA; use Time::HiRes;
binmode STDOUT;
my @in = do { local $/ = "\0"; <STDIN> };
s/\0\z// for @in;
my %type = (S_IFREG, "file", S_IFDIR, "directory", S_IFLNK, "link", S_IFSOCK, "socket", S_IFIFO, "fifo", S_IFBLK, "block", S_IFCHR, "char");
for (@in) {
  my ($how, $path) = split / /, $_, 2;
  my @s = $how eq "follow" ? Time::HiRes::stat($path) : Time::HiRes::lstat($path);
  if (!@s) { print "a\0" x 17; next }
  my $type = $type{S_IFMT($s[2])} // "other";
  my $sha = "";
  if ($type eq "file" && $s[7] <= 67108864) { $sha = eval { Digest::SHA->new(1)->addfile($path, "b")->hexdigest } // "" }
  my $target = $type eq "link" ? readlink $path : "";
  print join("\0", $type, sprintf("%04o", $s[2] & 07777), @s[0, 1, 3, 4, 5, 7, 8, 9, 10, 12, 11],
    getpwuid($s[4]) // "", getgrgid($s[5]) // "", $target, $sha), "\0";
}`
