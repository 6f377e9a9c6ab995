/** Paths that match a pattern, as `creates: /srv/*.done` names them. */
import { sh } from '../shell/sh.ts'
import type { RefTo } from './kind.ts'
import { type Kind, refKey } from './kind.ts'

/** id: a pattern (`/etc/*.conf`). Transient. */
export type GlobState = { readonly matches: readonly string[] }

/** Paths that match a pattern of the shell's kind; null where none does. */
export const glob = (pattern: string): RefTo<GlobState> => ({ kind: 'glob', id: pattern })

/** id: the pattern. */
export const globKind: Kind = {
  name: 'glob',
  traits: ['transient'],
  probe: refs => sh`printf '%s\\0' ${refs.map(ref => ref.id)} | perl -e ${look}`,
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

/** Output: for each pattern a line of the matches, each ended by NUL. A name with a newline in it is passed over. */
const look = String.raw`
use File::Glob qw(:bsd_glob);
my @patterns = do { local $/ = "\0"; <STDIN> };
s/\0\z// for @patterns;
for (@patterns) { print map({ "$_\0" } grep { !/\n/ && lstat } bsd_glob($_, 0)), "\n" }`
