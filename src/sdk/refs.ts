/** Names of resources, each typed by the state that it has: `see(observed, path('/etc/hosts'))?.mode`. */
import type { HostView } from '../engine/module.ts'
import type { RefTo, State, Want } from '../resources/kind.ts'

export { aptCache } from '../resources/apt.ts'
export { type CommandSpec, command, resultOfCommand } from '../resources/command.ts'
export { database } from '../resources/database.ts'
export { type DownloadSpec, download } from '../resources/download.ts'
export { facts } from '../resources/facts/index.ts'
export { fetched } from '../resources/fetched.ts'
export { found } from '../resources/find.ts'
export { glob } from '../resources/glob.ts'
export { group } from '../resources/group.ts'
export { type HttpSpec, http, httpRequest } from '../resources/http/state.ts'
export { inode } from '../resources/inode.ts'
export { inventory } from '../resources/inventory.ts'
export { type JobState, job, jobRemoval } from '../resources/job.ts'
export type { RefTo } from '../resources/kind.ts'
export { managed } from '../resources/managed/spec.ts'
export { pkg } from '../resources/package/index.ts'
export { packageOffer } from '../resources/package/offer.ts'
export { packageRemains } from '../resources/package/remains.ts'
export { path } from '../resources/path/state.ts'
export { port } from '../resources/port.ts'
export { type RebootSpec, reboot } from '../resources/reboot.ts'
export { statoverride } from '../resources/statoverride.ts'
export { systemSetting } from '../resources/system-setting.ts'
export { systemdManager } from '../resources/systemd-manager.ts'
export { temporaryMounts } from '../resources/temporary-mounts.ts'
export { tmpfiles } from '../resources/tmpfiles.ts'
export { touch } from '../resources/touch.ts'
export { isHollow, unit, unitJob } from '../resources/unit/state.ts'
export { user } from '../resources/user.ts'
export { pause, type WaitSpec, waitFor } from '../resources/wait.ts'

/** The observed state of a resource that `reads` named, with its type. */
export function see<S>(observed: HostView, ref: RefTo<S>): S | null {
  return observed.state(ref) as S | null
}

/** A wanted state: only the given fields are compared, made and verified. `null`: it shall not exist. */
export function want<S>(ref: RefTo<S>, state: Partial<S> | null, more: Omit<Want, 'kind' | 'id' | 'state'> = {}): Want {
  return { kind: ref.kind, id: ref.id, state: state as State | null, ...more }
}
