/** What systemd-tmpfiles does to a path at boot, by all of its files. Read only. */

import { readProgram } from '../shell/program-file.ts'
import { sh } from '../shell/sh.ts'
import { type Kind, type RefTo, refKey } from './kind.ts'

/** id: a path. `entries`: `FILE:LINE TYPE MODE USER GROUP`, in the order in which systemd reads the files of tmpfiles.d; `-`: not said. */
export type TmpfilesState = { readonly entries: readonly string[] }

export const tmpfiles = (id: string): RefTo<TmpfilesState> => ({ kind: 'tmpfiles', id })

const program = readProgram('resources/tmpfiles.awk')

export const tmpfilesKind: Kind = {
  name: 'tmpfiles',
  dependsOn: ({ want }) => want.kind === 'path' && want.id.startsWith('/etc/tmpfiles.d/'),
  probe: refs =>
    sh`systemd-tmpfiles --cat-config --no-pager 2>/dev/null | awk -v wanted=${refs.map(({ id }) => id).join('\n')} ${program}`,
  read(output, refs) {
    const lines = output.toString('utf8').split('\n')
    const entriesFor = (id: string) =>
      lines.filter(line => line.startsWith(`${id}\t`)).map(line => line.slice(id.length + 1))
    return new Map(refs.map(ref => [refKey(ref), { entries: entriesFor(ref.id) }]))
  },
}
