/** Paths that match a pattern, as `creates: /srv/*.done` names them. */

import { runProgram } from '../shell/program-file.ts'
import { raw, sh } from '../shell/sh.ts'
import { type Kind, type RefTo, refKey } from './kind.ts'

/** id: a pattern (`/etc/*.conf`). Transient. */
export type GlobState = { readonly matches: readonly string[] }

/** Paths that match a pattern of the shell's kind; null where none does. */
export const glob = (pattern: string): RefTo<GlobState> => ({ kind: 'glob', id: pattern })

/** id: the pattern. */
export const globKind: Kind = {
  name: 'glob',
  traits: ['transient'],
  probe: refs => sh`printf '%s\\0' ${refs.map(ref => ref.id)} | ${raw(runProgram('resources/glob.pl'))}`,
  read(output, refs) {
    const found = output.toString('utf8').split('\n')
    return new Map(
      refs.map((ref, i) => {
        const matches = (found[i] ?? '').split('\0').filter(Boolean)
        return [refKey(ref), matches.length === 0 ? null : { matches }]
      }),
    )
  },
}
