/**
 * What a running process began with. A drop-in has systemd note the hash of a unit's configuration at each start; so whether a
 * restart is due can be seen without any clock.
 */
import { type Observed, Refusal } from '../engine/module.ts'
import type { Ref, Want } from '../resources/kind.ts'
import { beginsWith } from '../resources/unit/began.ts'
import { sha256 } from './content.ts'
import { fileWant } from './file.ts'
import { folderRefs, folderWants } from './folders.ts'
import { path, see } from './refs.ts'

const folderFor = (unit: string): string => `/etc/systemd/system/${unit}.d`
const fileFor = (unit: string): string => `${folderFor(unit)}/50-swk-restarts-on.conf`

export function startedWithRefs(unit: string, files: readonly string[]): readonly Ref[] {
  return [...files.map(file => path(file)), path(fileFor(unit), 'content'), ...folderRefs([folderFor(unit)])]
}

/** One hash over the content of all the files, in any order. Wanted as `config` of the unit. */
export function configHash(files: readonly string[], observed: Observed): string {
  const lines = [...new Set(files)].sort().map(file => {
    const state = see(observed, path(file))
    if (state === null || state.type === 'file') return `${file} ${state?.sha256 ?? 'absent'}\n`
    throw new Refusal(`${file} is not a file but a ${state.type}: its content cannot be compared`)
  })
  return sha256(lines.join(''))
}

/** Wants for the drop-in that notes the hash. */
export function startedWith(unit: string, config: string, observed: Observed): readonly Want[] {
  const root = { owner: 'root', group: 'root', mode: '0644' }
  const folders = folderWants([folderFor(unit)], { ...root, mode: '0755' }, observed)
  return [
    ...folders,
    fileWant(fileFor(unit), beginsWith(config), root, observed, { folderIsWanted: folders.length > 0 }),
  ]
}
