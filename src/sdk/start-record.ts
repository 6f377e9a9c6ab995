/**
 * What a running process began with. A drop-in has systemd note the hashes of a unit's files at each start; so whether a restart is
 * due, and because of which files, can be seen without any clock.
 */
import { type HostView, Refusal } from '../engine/module.ts'
import type { Ref, Want } from '../resources/kind.ts'
import { asNote, dropInMark, filesOfNote, recordingDropIn } from '../resources/unit/start-record.ts'
import { directoryRefs, directoryWants } from './directories.ts'
import { fileWant } from './file.ts'
import { path, see, unit, want } from './refs.ts'

const folderFor = (unit: string): string => `/etc/systemd/system/${unit}.d`
/** The drop-in. Read after an operator's own, which may reset ExecStartPre. */
export const startedWithFile = (unit: string): string => `${folderFor(unit)}/zz-swk-restarts-on.conf`
/** Its name in earlier versions: with both, a start is recorded twice. */
export const staleStartedWithFile = (unit: string): string => `${folderFor(unit)}/50-swk-restarts-on.conf`

export function startedWithRefs(unit: string, files: readonly string[]): readonly Ref[] {
  return [
    ...files.map(file => path(file)),
    path(startedWithFile(unit), 'content'),
    path(staleStartedWithFile(unit), 'content'),
    ...directoryRefs([folderFor(unit)]),
  ]
}

/** What a process would begin with now: the content of those of the files that are there. Wanted as `config` of the unit. */
export function configNote(files: readonly string[], observed: HostView): string {
  const there = [...new Set(files)].flatMap(file => {
    if (/[\n\r\\]/.test(file))
      throw new Refusal(`${JSON.stringify(file)} has a character in its name that a start record cannot hold`)
    const state = see(observed, path(file))
    if (state === null) return []
    if (state.type === 'file') return [[file, state.sha256 ?? ''] as const]
    throw new Refusal(`${file} is not a file but a ${state.type}: its content cannot be compared`)
  })
  return asNote(new Map(there))
}

/**
 * Those of the files that a running process began with in another state, or that were no reason for a restart when it began: for them a
 * restart is due. All that are there, where nothing was noted of what it began with. None, where it does not run.
 */
export function dueBecause(unitName: string, files: readonly string[], observed: HostView): readonly string[] {
  const is = see(observed, unit(unitName))
  if (is === null || ['inactive', 'failed'].includes(is.active)) return []
  const now = configNote(files, observed)
  const before = filesOfNote(is.config ?? '')
  const after = filesOfNote(now)
  const all = [...new Set([...files, ...before.keys()])]
  return all.filter(file => before.get(file) !== after.get(file)).sort()
}

/** Wants for the drop-in that has the files noted. */
export function startedWith(unit: string, files: readonly string[], observed: HostView): readonly Want[] {
  const root = { owner: 'root', group: 'root', mode: '0644' }
  const folders = directoryWants([folderFor(unit)], { ...root, mode: '0755' }, observed)
  const text = recordingDropIn([...new Set(files)].sort())
  const file = fileWant(startedWithFile(unit), text, { ...root, folderIsWanted: folders.length > 0 }, observed)
  const stale = staleStartedWithFile(unit)
  const isStale = observed.text(stale)?.startsWith(`${dropInMark}\n`) ?? false
  return [...folders, file, ...(isStale ? [want(path(stale), null)] : [])]
}
