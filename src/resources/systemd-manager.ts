/** The systemd manager: whether unit files have changed since it loaded them. */
import { sh } from '../shell/sh.ts'
import { affectsKinds, type Kind, type RefTo, refKey, undoNothing } from './kind.ts'

/** id: `` (one a host). Transient. */
export type SystemdManagerState = { readonly needReload: boolean }

/** Whether systemd has loaded the unit files that are on disk. */
export const systemdManager: RefTo<SystemdManagerState> = { kind: 'systemd-manager', id: '' }

/** id: `` (one a host). */
export const systemdManagerKind: Kind = {
  name: 'systemd-manager',
  traits: ['transient', 'silent'],
  affects: affectsKinds('unit'),
  probe: () => sh`systemctl show -P NeedDaemonReload -- ${'*'} | grep -m 1 -x yes`,
  read: (output, refs) => new Map(refs.map(ref => [refKey(ref), { needReload: output.includes('yes') }])),
  undo: undoNothing,
  write: () => [{ name: 'systemctl daemon-reload', script: sh`systemctl daemon-reload`, timeout: 90 }],
}
