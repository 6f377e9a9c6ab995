/** The fields of each resource kind's state. `id` says what names a resource of the kind. */

/** id: package name. Absent (null): not installed. */
export type PackageState = {
  readonly installed: true
  readonly version: string /** Only when asked for. */
  readonly candidate?: string | null
  /** With the candidate: it is what is installed, or no source has the package. */
  readonly latest?: boolean
  /** With the candidate: apt said nothing of a package that is installed. */
  readonly silent?: true
}

/** id: `` (one a host). `age`: seconds since the last successful update, null: never. Want: { fresh: true, maxAge }. */
export type AptCacheState = { readonly age: number | null; readonly fresh?: true }

/** id: user name. `groups`: supplementary groups, sorted. `group`: name of the primary group. */
export type UserState = {
  readonly uid: number
  readonly group: string
  readonly comment: string
  readonly home: string
  readonly shell: string
  readonly groups: readonly string[]
  readonly system?: boolean
  /** Only of a user that was asked for by number. */
  readonly name?: string
}

/** id: group name. `members`: as in /etc/group, sorted. */
export type GroupState = {
  readonly gid: number
  readonly members: readonly string[]
  readonly system?: boolean
  /** Only of a group that was asked for by number. */
  readonly name?: string
}

/**
 * id: absolute path (lstat, except that a link that root owns in folders that root owns is resolved: then `resolved` is the file
 * behind it, and the rest of the state is that file's). `unreadable`: who asks may not look (not root). `mode`: four octal digits ("0644", "2770"). Files: `sha256`, `size`.
 * With need 'content': `text` where it differs from the hint or there was no hint; null where it is binary or over 1 MiB.
 */
export type PathState = {
  readonly type: 'file' | 'directory' | 'link' | 'socket' | 'fifo' | 'device' | 'unreadable'
  readonly mode: string
  readonly owner: string
  readonly group: string
  readonly size?: number
  readonly sha256?: string
  readonly text?: string | null
  /** Of a link, also of a resolved one. A link is wanted by `{ target }` alone: a resolved one has the type of what is behind it. */
  readonly target?: string
  readonly resolved?: string
  /** A link on the way that is not followed; type and the rest are that link's. */
  readonly via?: string
  /** Why its content is not replaced: `immutable`, `append-only`, `3 hard links`. */
  readonly held?: string
}

/** id: a pattern (`/etc/*.conf`). Transient. */
export type GlobState = { readonly matches: readonly string[] }

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

/** id: `hostname`, `timezone`, or `sysctl NAME`. */
export type SystemSettingState = { readonly value: string }

/** id: `DATABASE KEY`, or `DATABASE`. */
export type DatabaseState = { readonly entries: readonly string[] }

/** id: `packages` or `services`. Fields divided by tabs. */
export type InventoryState = { readonly lines: readonly string[] }

/** id: canonical JSON of a ManagedSpec. What its program reads. */
export type ManagedState = { readonly [field: string]: string | undefined }

/** id: canonical JSON of a FindSpec. Transient. */
export type FoundState = { readonly lines: readonly string[] }

/** id: a group of facts. Transient. `json`: the facts by name, without `ansible_`. */
export type FactsState = { readonly json: string }

/** id: path. A registered dpkg-statoverride. */
export type StatoverrideState = { readonly owner: string; readonly group: string; readonly mode: string }

/**
 * id: unit name with suffix. null: systemd knows no such unit. `config`: what the running main process began with: a line
 * `sha256 path` for each file on which its restart hangs (null: it was not noted, protocol.md 26). `gids`: groups of the running main process. `needReload`: systemd has not
 * loaded what is on disk (protocol.md 24). `onDisk`: a unit file or drop-in exists in /etc/systemd/system.
 */
export type UnitState = {
  readonly load: 'loaded' | 'masked' | 'error' | 'bad-setting'
  readonly active: 'active' | 'inactive' | 'failed' | 'activating' | 'deactivating' | 'reloading'
  readonly sub: string
  /** UnitFileState: enabled, disabled, static, masked, generated, ... */
  readonly enabled: string
  readonly fragment: string
  readonly dropIns: readonly string[]
  readonly needReload: boolean
  readonly mainPid: number
  readonly restarts: number
  readonly config: string | null
  readonly gids: readonly number[]
  /** Libraries that the running main process has loaded and that are gone from the disk, or others by now: it runs on what was before an upgrade. */
  readonly replaced: readonly string[]
  /** It does its work and ends (Type=oneshot without RemainAfterExit): it is not active afterwards. */
  readonly ends?: boolean
}

/** id: `` (one a host). Transient. */
export type SystemdManagerState = { readonly needReload: boolean }

/** id: `VERB UNIT` (restarted nginx.service). Volatile. */
export type UnitJobState = { readonly done: boolean }

/** id: canonical JSON of what is run. Volatile. */
export type CommandState = { readonly ran: boolean }

/** id: canonical JSON of a wait_for condition. Fleeting, quiet: writing it waits. */
export type WaitState = { readonly met: boolean }

/** id: canonical JSON of { url, socket?, method, headers }. Fleeting. status 0: no answer; `error` says why. */
export type HttpState = {
  readonly status: number
  readonly body: string
  readonly headers: string
  readonly server: string
  readonly error: string | null
}

/** id: TCP port. */
export type PortState = {
  readonly addresses: readonly string[] /** Established connections whose local end is this port. */
  readonly clients: number
}

/** id: path. A file whose content the host generates (32 random bytes, hex): the controller never sees it. */
export type SecretState = { readonly owner: string; readonly group: string; readonly mode: string }

/** id: ''. Handlers that were notified on this host and have not run yet, by name. */
export type PendingHandlersState = { readonly handlers: readonly string[] }
