/** Typed references to resources: the compiler knows what state each of them has. */
import type { DownloadSpec } from '../resources/download.ts'
import { canonical } from './canonical.ts'
import type { FetchSpec } from './fetched.ts'
import type { FindSpec } from './find.ts'
import type { Ref } from './kind.ts'
import type { ManagedSpec } from './managed/index.ts'
import type * as states from './states.ts'

declare const stateOf: unique symbol
/** A ref that knows (for the compiler alone) what its state looks like. */
export type RefTo<S> = Ref & { readonly [stateOf]?: S }

/** A file, folder, link or socket. `content` with the hash of the wanted content makes a diff free of a round trip. */
export const path = (id: string, need: 'meta' | 'content' = 'meta', hint?: string): RefTo<states.PathState> => ({
  kind: 'path',
  id,
  need,
  ...(hint === undefined ? {} : { hint }),
})

/** Paths that match a pattern of the shell's kind; null where none does. */
export const glob = (pattern: string): RefTo<states.GlobState> => ({ kind: 'glob', id: pattern })

/** What stat(2) tells of a path; of what is behind a link with `follow`. */
export const inode = (id: string, follow = false): RefTo<states.InodeState> => ({
  kind: 'inode',
  id: `${follow ? 'follow' : 'own'} ${id}`,
})

/** `hostname`, `timezone`, or `sysctl NAME`. */
export const systemSetting = (id: string): RefTo<states.SystemSettingState> => ({ kind: 'system-setting', id })

/** Entries of a database of the name service: `passwd` or `passwd root`. */
export const database = (id: string): RefTo<states.DatabaseState> => ({ kind: 'database', id })

/** All packages or services of the host. */
export const inventory = (id: 'packages' | 'services'): RefTo<states.InventoryState> => ({ kind: 'inventory', id })

/** A group of facts of the host. */
export const facts = (group: string): RefTo<states.FactsState> => ({ kind: 'facts', id: group })

/** Files below directories. */
export const found = (spec: FindSpec): RefTo<states.FoundState> => ({ kind: 'find', id: canonical(spec) })

/** A file of the host that is copied to this machine. */
export const fetched = (spec: FetchSpec): RefTo<{ readonly done: boolean }> => ({
  kind: 'fetched',
  id: canonical(spec),
})

/** What has a program of its own: a checkout of git, a mount, a role of PostgreSQL. */
export const managed = (spec: ManagedSpec): RefTo<states.ManagedState> => ({ kind: 'managed', id: canonical(spec) })

/** A file that the host fetches. */
export const download = (spec: DownloadSpec): RefTo<{ readonly done: boolean }> => ({
  kind: 'download',
  id: canonical(spec),
})

/** A Debian package. `content`: with its candidate version, which takes the host up to a second. */
export const pkg = (name: string, need: 'meta' | 'content' = 'meta'): RefTo<states.PackageState> => ({
  kind: 'package',
  id: name,
  need,
})

export const aptCache: RefTo<states.AptCacheState> = { kind: 'apt-cache', id: '' }
export const user = (name: string): RefTo<states.UserState> => ({ kind: 'user', id: name })
export const group = (name: string): RefTo<states.GroupState> => ({ kind: 'group', id: name })
export const statoverride = (id: string): RefTo<states.StatoverrideState> => ({ kind: 'statoverride', id })
/** `name` with its suffix: `nginx.service`. */
export const unit = (name: string): RefTo<states.UnitState> => ({ kind: 'unit', id: name })
/** Something done to a unit that leaves no state behind: a restart, a reload, the start of what ends by itself. */
export const unitJob = (verb: 'started' | 'restarted' | 'reloaded', name: string): RefTo<states.UnitJobState> => ({
  kind: 'unit-job',
  id: `${verb} ${name}`,
})
/** Whether systemd has loaded the unit files that are on disk. */
export const systemdManager: RefTo<states.SystemdManagerState> = { kind: 'systemd-manager', id: '' }
export const port = (number: number): RefTo<states.PortState> => ({ kind: 'port', id: String(number) })

/** What is run, as the id of a `command`. Its standard input goes into the want's `secret`. */
export type CommandSpec = {
  readonly argv: readonly string[]
  /** Default: the home directory of the user who logs in. */
  readonly chdir?: string
  /** Expand `$NAME`, `${NAME}` and a leading `~` in the arguments, without a shell. */
  readonly expand?: true
  /** `argv` begins with the name of a script, whose text is the want's content. */
  readonly script?: true
  /** What runs the script. */
  readonly interpreter?: string
}
export const command = (spec: CommandSpec): RefTo<states.CommandState> => ({ kind: 'command', id: canonical(spec) })

/** What `wait_for` waits for, as the id of a `condition`. Times in seconds. */
export type WaitSpec = {
  readonly port?: number
  readonly host?: string
  readonly path?: string
  readonly socket?: string
  /** A regular expression (POSIX extended) that a line of the file, or what the port sends, must match. */
  readonly search?: string
  readonly state: 'started' | 'stopped' | 'present' | 'absent' | 'drained'
  readonly timeout: number
  readonly delay: number
  /** The message after the timeout. */
  readonly msg?: string
  readonly sleep: number
}
export const waitFor = (spec: WaitSpec): RefTo<states.WaitState> => ({
  kind: 'condition',
  id: canonical(spec),
})

/** Some seconds that pass. */
export const pause = (seconds: number): RefTo<{ readonly done: boolean }> => ({ kind: 'pause', id: String(seconds) })

export type HttpSpec = {
  readonly url: string
  readonly socket?: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly timeout: number
}
/** A request that only reads. */
export const http = (spec: HttpSpec): RefTo<states.HttpState> => ({ kind: 'http', id: canonical(spec) })
/** A request that may change something; its body goes into the want's `secret`. */
export const httpRequest = (
  spec: HttpSpec & { readonly status: readonly number[] },
): RefTo<{ readonly done: boolean }> => ({
  kind: 'http-request',
  id: canonical(spec),
})
