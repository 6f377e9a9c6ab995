/** Units: what is read of one, and how one is named. */
import type { RefTo } from '../kind.ts'

/**
 * id: unit name with suffix. null: systemd knows no such unit. `config`: what the running main process began with: a line
 * `sha256 path` for each file on which its restart hangs (null: it was not noted, docs/protocol.md 8). `gids`: groups of the running main process. `needReload`: systemd has not
 * loaded what is on disk (docs/protocol.md 7). `onDisk`: a unit file or drop-in exists in /etc/systemd/system.
 */
export type UnitState = {
  readonly load: 'loaded' | 'masked' | 'error' | 'bad-setting'
  readonly active: 'active' | 'inactive' | 'failed' | 'activating' | 'deactivating' | 'reloading'
  readonly sub: string
  /** It is enabled, and its file has no [Install] any more: once disabled it is static. */
  readonly isBare?: true
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
  /** Another unit file of the same name takes the place of this one if it is removed. */
  readonly hasOther?: boolean
  /** UnitFileState of what its mask hides. */
  readonly behindMask?: string
  /** Its only file is removed: systemd knows it until it reloads, and a running process of it as long as it runs. */
  readonly isGone?: true
  /** Of one whose file is removed: a link enables it as soon as a file is there again. */
  readonly isLinked?: boolean
  /** It does its work and ends (Type=oneshot without RemainAfterExit): it is not active afterwards. */
  readonly ends?: boolean
  /** It has no way to reload (ExecReload). Absent: it has one. */
  readonly reloads?: false
  /** What it runs as it starts, stops or is reloaded, where that may change paths that it names: `ExecStart=/bin/sh -c ...`. */
  readonly commands?: readonly string[]
}

/** A mask that hides nothing: without it, there is no unit. */
export const isHollow = (state: { readonly load?: unknown; readonly behindMask?: unknown } | null): boolean =>
  state?.load === 'masked' && state.behindMask === undefined

/** `name` with its suffix: `nginx.service`. */
export const unit = (name: string): RefTo<UnitState> => ({ kind: 'unit', id: name })

/** id: `VERB UNIT` (restarted nginx.service). Volatile. */
export type UnitJobState = { readonly done: boolean }

/** Something done to a unit that leaves no state behind: a restart, a reload, the start of what ends by itself. */
export const unitJob = (verb: 'started' | 'restarted' | 'reloaded', name: string): RefTo<UnitJobState> => ({
  kind: 'unit-job',
  id: `${verb} ${name}`,
})
