/** A file that the host fetches from a URL, through apt's own helper: it verifies certificates, and every Debian has it. */
import { posix } from 'node:path'
import { lines, type Sh, sh } from '../shell/sh.ts'
import { canonical } from './canonical.ts'
import type { Kind, RefTo } from './kind.ts'
import { forbidPath } from './path/forbid.ts'
import { functions } from './path/functions.ts'
import { probeNothing, readNothing } from './write-only.ts'

/** A file that the host fetches. */
export const download = (spec: DownloadSpec): RefTo<{ readonly done: boolean }> => ({
  kind: 'download',
  id: canonical(spec),
})

export type DownloadSpec = {
  readonly url: string
  readonly dest: string
  readonly timeout: number
  /** `sha256:...`, or another algorithm that coreutils has. */
  readonly checksum?: string
  readonly owner?: string
  readonly group?: string
  readonly mode: string
}

/** id: JSON of {@link DownloadSpec}. */
export const downloadKind: Kind = {
  name: 'download',
  traits: ['writeOnly'],
  exposes: ({ id }) => [(JSON.parse(id) as DownloadSpec).url],
  describe({ want }) {
    const { url, dest } = JSON.parse(want.id) as DownloadSpec
    return `download ${url} to ${dest}`
  },
  probe: probeNothing,
  read: readNothing,
  forbid({ want }, look) {
    const { dest } = JSON.parse(want.id) as DownloadSpec
    const file = { kind: 'path', id: dest, state: { type: 'file' }, content: '' }
    const change = { before: look(dest, 'path') ?? null, after: { type: 'file', sha256: '' }, want: file }
    return forbidPath(change, id => look(id, 'path'))
  },
  undo({ want }) {
    const { dest } = JSON.parse(want.id) as DownloadSpec
    const path = { kind: 'path', id: dest }
    const { replaces, ...before } = want.how ?? {}
    if (replaces !== true) return { wants: [{ ...path, state: null }], unguarded: true }
    const { sha256 } = before
    if (typeof sha256 !== 'string') return { cannot: `the content of ${dest} is too large to be kept` }
    const state = { type: 'file', ...before }
    return { wants: [{ ...path, state, kept: sha256 }], keep: [{ path: dest, name: sha256 }], unguarded: true }
  },
  write(_before, _after, { id }) {
    const spec = JSON.parse(id) as DownloadSpec
    return [{ name: `download ${spec.url}`, script: fetch(spec), timeout: 1800, long: true }]
  },
}

/**
 * The file takes its place only when it is whole and verified. It is fetched into a directory of root's, and takes its place as
 * any written file does: the owner of the directory that it goes to cannot turn root against another file.
 */
function fetch({ url, dest, timeout, checksum, owner, group, mode }: DownloadSpec): Sh {
  const options = ['APT::Sandbox::User=root', `Acquire::http::Timeout=${timeout}`, `Acquire::https::Timeout=${timeout}`]
  const ownership = owner === undefined && group === undefined ? '' : `${owner ?? ''}:${group ?? ''}`
  const where = [posix.dirname(dest), posix.basename(dest), ownership, mode.padStart(4, '0')]
  return lines(
    sh`swk_dir=$(umask 077; mktemp -d /var/tmp/swk.XXXXXX); trap 'rm -rf "$swk_dir"' EXIT; new=$swk_dir/file`,
    sh`/usr/lib/apt/apt-helper ${options.flatMap(option => ['-o', option])} download-file ${url} "$new" >&2`,
    ...(checksum === undefined ? [] : [verify(checksum)]),
    functions,
    sh`swk_replaces=-; [ ! -e ${dest} ] || swk_replaces=`,
    sh`( set -e; swk_file ${where} "$swk_replaces" ) <"$new"`,
  )
}

function verify(checksum: string): Sh {
  const [algorithm = '', sum = ''] = checksum.split(/:(.*)/s)
  return sh`is=$(${`${algorithm}sum`} <"$new" | cut -d' ' -f1)
[ "$is" = ${sum} ] || { echo ${`the checksum of the download is not ${sum}, but`} "$is" >&2; exit 1; }`
}
