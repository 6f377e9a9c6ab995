import { createHash } from 'node:crypto'
import { type BigIntStats, existsSync, lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { LabError } from './error.ts'
import type { LabHost } from './host.ts'
import { groupOf } from './paths.ts'

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
  const walk = (path: string) => {
    if (except.has(path)) return
    const file = join(root, path)
    const stat = lstatSync(file, { bigint: true, throwIfNoEntry: false })
    if (!stat) return // gone between the listing and the look
    const timed = !options.content && !busy.has(path)
    found.set(path, describe(file, stat, timed, options.content ?? false))
    if (stat.isDirectory()) for (const name of entries(file)) walk(join(path, name))
  }
  walk('/') // all at once: ten times as fast as waiting for each file, and a narrower moment
  return found
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder).sort()
  } catch {
    return [] // gone meanwhile
  }
}

function describe(file: string, stat: BigIntStats, timed: boolean, content: boolean): string {
  const type = stat.isDirectory() ? 'directory' : stat.isFile() ? 'file' : stat.isSymbolicLink() ? 'link' : 'special'
  const mode = (stat.mode & 0o7777n).toString(8).padStart(4, '0')
  const facts = [type, mode, `${stat.uid}:${stat.gid}`]
  if (type === 'link') facts.push(readlinkSync(file))
  if (type === 'file') facts.push(`${stat.size}`)
  if (timed) facts.push(`${stat.ctimeNs}`)
  if (content && type === 'file') facts.push(createHash('sha256').update(readFileSync(file)).digest('hex'))
  return facts.join(' ')
}

/** The host's init as this machine numbers it: through it one sees the root as the host does, /run included. */
export function initOf(name: string): string {
  for (const tree of ['/sys/fs/cgroup', '/sys/fs/cgroup/unified', '/sys/fs/cgroup/systemd']) {
    const group = join(tree, groupOf(name))
    for (const below of ['payload/init.scope', 'init.scope']) {
      const file = join(group, below, 'cgroup.procs')
      const pid = existsSync(file) && readFileSync(file, 'utf8').split('\n')[0]
      if (pid) return pid
    }
  }
  throw new LabError(`${name} is not running`)
}
