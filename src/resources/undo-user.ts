/** How the change of a user is taken back. The password is kept as the host's shadow file has it: a hash, for root only. */
import { sh } from '../shell/sh.ts'
import { type ResourceChange, type Undo, undoFields, type Want } from './kind.ts'

export function undoUser(change: ResourceChange, name: string): Undo {
  const { want, before, after } = change
  const { kind, id } = want
  if (before === null) return { wants: [{ kind, id, state: null, how: { removeOwnHome: true } }] }
  if (after !== null) return undoFields(change)
  const { group, home, gid: _gid, homeUid: _homeUid, ...state } = before
  // useradd creates the private group again, which userdel has removed.
  const again: Want = {
    kind,
    id,
    state: { ...state, home, ...(group === id ? {} : { group }) },
    how: { createHome: false, shadow: name },
  }
  const save = sh`getent shadow -- ${id}`
  if (!want.how?.removeHome && !want.how?.removeOwnHome) return { wants: [again], save }
  const tree = `${name}.home`
  const back: Want = { kind: 'path', id: String(home), state: { type: 'directory' }, kept: tree }
  return { wants: [again, back], keep: [{ path: String(home), name: tree }], save }
}
