/** A file that the host fetches from a URL, through apt's own helper: it verifies certificates, and every Debian has it. */
import { posix } from 'node:path'
import { lines, raw, type Sh, sh } from '../shell/sh.ts'
import { canonical } from './canonical.ts'
import type { Kind, RefTo } from './kind.ts'
import { describeHeld, forbidPath } from './path/forbid.ts'
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
  /** `sha256:...`, or another algorithm that coreutils has; the sum, or the URL of a file that names it. */
  readonly checksum?: string
  readonly owner?: string
  readonly group?: string
  readonly mode: string
  /** The header User-Agent. */
  readonly agent?: string
  /** A certificate on the host, and its key. */
  readonly certificate?: string
  readonly key?: string
}

const specOf = ({ id }: { readonly id: string }): DownloadSpec => JSON.parse(id) as DownloadSpec

/** id: JSON of {@link DownloadSpec}. */
export const downloadKind: Kind = {
  name: 'download',
  traits: ['writeOnly'],
  exposes: want => [specOf(want).url],
  describe({ want }) {
    const { url, dest } = specOf(want)
    return `download ${url} to ${dest}`
  },
  probe: probeNothing,
  read: readNothing,
  forbid({ want }, look) {
    const { dest } = specOf(want)
    const file = { kind: 'path', id: dest, state: { type: 'file' }, content: '' }
    const before = look(dest, 'path') ?? null
    const change = { before, after: { type: 'file', sha256: '' }, want: file }
    // What is there now is not known to be the same.
    if (String(before?.held).endsWith('hard links')) return describeHeld(dest, String(before?.held))
    return forbidPath(change, id => look(id, 'path'))
  },
  // What it holds, only the server knows.
  obscures: ({ want }, { kind, id }) => kind === 'path' && id === specOf(want).dest,
  obscuresOnlyNamed: true,
  makes: want => ({ kind: 'path', id: specOf(want).dest }),
  undo({ want }) {
    const { dest } = specOf(want)
    const path = { kind: 'path', id: dest }
    const { replaces, ...before } = want.how ?? {}
    if (replaces !== true) return { wants: [{ ...path, state: null }], unguarded: true }
    const { sha256 } = before
    if (typeof sha256 !== 'string') return { cannot: `the content of ${dest} is too large to be kept` }
    const state = { type: 'file', ...before }
    return { wants: [{ ...path, state, kept: sha256 }], keep: [{ path: dest, name: sha256 }], unguarded: true }
  },
  /** The secret of the want is a netrc(5) line with a user and a password. */
  write(_before, _after, { id, secret }) {
    const spec = specOf({ id })
    const payload = secret === undefined ? {} : { payload: Buffer.from(secret) }
    return [
      {
        name: `download ${spec.url}`,
        script: fetch(spec, secret !== undefined),
        timeout: 1800,
        long: true,
        ...payload,
      },
    ]
  },
}

/**
 * The file takes its place only when it is whole and verified. It is fetched into a directory of root's, and takes its place as
 * any written file does: the owner of the directory that it goes to cannot turn root against another file.
 */
function fetch(spec: DownloadSpec, hasLogin: boolean): Sh {
  const { url, dest, checksum, owner, group, mode } = spec
  const auth = hasLogin ? sh`-o Dir::Etc::netrc="$swk_dir/auth"` : sh``
  const options = sh`${aptOptions(spec)} ${raw(auth)}`
  const ownership = owner === undefined && group === undefined ? '' : `${owner ?? ''}:${group ?? ''}`
  const where = [posix.dirname(dest), posix.basename(dest), ownership, mode.padStart(4, '0')]
  return lines(
    sh`swk_dir=$(umask 077; mktemp -d /var/tmp/swk.XXXXXX); trap 'rm -rf "$swk_dir"' EXIT; new=$swk_dir/file`,
    ...(hasLogin ? [sh`(umask 077; cat >"$swk_dir/auth")`] : []),
    get(url, 'file', options),
    ...(checksum === undefined ? [] : [verify(checksum, url, options)]),
    functions,
    sh`swk_replaces=-; [ ! -e ${dest} ] || swk_replaces=`,
    sh`( set -e; swk_file ${where} "$swk_replaces" ) <"$new"`,
  )
}

const get = (url: string, name: string, options: Sh): Sh =>
  sh`/usr/lib/apt/apt-helper ${raw(options)} download-file ${url} "$swk_dir/"${name} </dev/null >&2`

function aptOptions({ timeout, agent, certificate, key }: DownloadSpec): readonly string[] {
  const values = { Timeout: String(timeout), 'User-Agent': agent, SslCert: certificate, SslKey: key }
  const given = Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]))
  const all = given.flatMap(option => [
    `Acquire::https::${option}`,
    ...(option.startsWith('Ssl') ? [] : [`Acquire::http::${option}`]),
  ])
  return ['APT::Sandbox::User=root', ...all].flatMap(option => ['-o', option])
}

/** A file of checksums has lines of a sum and a name, or the sum alone. */
function verify(checksum: string, url: string, options: Sh): Sh {
  const [algorithm = '', sum = ''] = checksum.split(/:(.*)/s)
  if (/^(https?|ftp|file):/.test(sum)) {
    const name = posix.basename(new URL(url).pathname)
    return lines(
      get(sum, 'sums', options),
      sh`wants=$(awk -v name=${name} '{ of = $2; sub(/^[*]?([.][/])?/, "", of) } NF == 1 || of == name { print $1; exit }' "$swk_dir/sums")`,
      sh`is=$(${`${algorithm}sum`} <"$new" | cut -d' ' -f1)`,
      sh`[ -n "$wants" ] || { echo ${`${sum} does not name ${name}`} >&2; exit 1; }`,
      sh`[ "$is" = "$wants" ] || { echo "the checksum of the download is not $wants, but $is" >&2; exit 1; }`,
    )
  }
  return sh`is=$(${`${algorithm}sum`} <"$new" | cut -d' ' -f1)
[ "$is" = ${sum} ] || { echo ${`the checksum of the download is not ${sum}, but`} "$is" >&2; exit 1; }`
}
