import { createHash } from 'node:crypto'
import { createReadStream, existsSync, readFileSync } from 'node:fs'
import { lstat, readdir, readlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { LabError } from './error.ts'
import type { LabHost } from './host.ts'

/** For each path of a host: "type mode owner size changed", and where asked for the hash of what is in it. */
export type Fingerprint = Map<string, string>

export type FingerprintOptions = {
  /** Paths that are left out, with all below them, beside those that pass on any running host. */
  except?: string[]
  /** Hash what is in files, instead of only telling when they changed: for comparing two hosts. */
  content?: boolean
}

/** What changes by itself on any running Debian: the kernel's, systemd's, and the traces of a login. */
export const passing = [
  '/proc',
  '/sys',
  '/dev',
  '/run/systemd',
  '/run/user',
  '/run/udev',
  '/run/log',
  '/run/utmp',
  '/run/motd.dynamic',
  '/run/dbus',
  '/var/log/journal',
  '/var/log/wtmp',
  '/var/log/lastlog',
  '/var/log/btmp',
  '/var/lib/systemd',
]

/**
 * All files of a host as they are now, tmpfs included: proves that something touched nothing. The time of change is
 * the kernel's own: nobody can write a file, or its owner, mode or name, and leave it as it was.
 */
export async function fingerprint(host: Pick<LabHost, 'name'>, options: FingerprintOptions = {}): Promise<Fingerprint> {
  const root = `/proc/${initOf(host.name)}/root`
  const except = new Set([...passing, ...(options.except ?? [])])
  const busy = new Set([...except].map(path => dirname(path))) // entries that pass come and go in it
  const found: Fingerprint = new Map()
  const walk = async (path: string): Promise<void> => {
    if (except.has(path)) return
    const timed = !options.content && !busy.has(path)
    const seen = await describe(join(root, path), timed, options.content ?? false)
    if (seen === undefined) return
    found.set(path, seen)
    if (!seen.startsWith('directory')) return
    const names = await readdir(join(root, path)).catch(() => [])
    for (const name of names.sort()) await walk(join(path, name))
  }
  await walk('/')
  return found
}

async function describe(file: string, timed: boolean, content: boolean): Promise<string | undefined> {
  const stat = await lstat(file, { bigint: true }).catch(() => undefined)
  if (!stat) return undefined // gone between the listing and the look
  const type = stat.isDirectory() ? 'directory' : stat.isFile() ? 'file' : stat.isSymbolicLink() ? 'link' : 'special'
  const mode = (stat.mode & 0o7777n).toString(8).padStart(4, '0')
  const facts = [type, mode, `${stat.uid}:${stat.gid}`]
  if (type === 'link') facts.push(await readlink(file))
  if (type === 'file') facts.push(`${stat.size}`)
  if (timed) facts.push(`${stat.ctimeNs}`)
  if (content && type === 'file') facts.push(await hash(file))
  return facts.join(' ')
}

async function hash(file: string): Promise<string> {
  const digest = createHash('sha256')
  await pipeline(createReadStream(file), digest)
  return digest.digest('hex')
}

/** The host's init as this machine numbers it: through it one sees the root as the host does, /run included. */
function initOf(name: string): string {
  for (const tree of ['/sys/fs/cgroup', '/sys/fs/cgroup/unified', '/sys/fs/cgroup/systemd']) {
    const group = join(tree, `swk-${name}`)
    for (const below of ['payload/init.scope', 'init.scope']) {
      const file = join(group, below, 'cgroup.procs')
      const pid = existsSync(file) && readFileSync(file, 'utf8').split('\n')[0]
      if (pid) return pid
    }
  }
  throw new LabError(`${name} is not running`)
}
