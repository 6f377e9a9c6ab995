/** Looks at all paths with one Perl process and one sha256sum; contents come only where they differ from the hint. */
import { program } from '../../shell/program.ts'
import { readProgram } from '../../shell/program-file.ts'
import { raw, type Sh, sh } from '../../shell/sh.ts'
import type { Ref } from '../kind.ts'
import { flagProgram, realPath } from './real.ts'

/** Bytes of one file that are sent; larger ones are said to be large. */
export const contentCap = 1_048_576

export function probePaths(refs: readonly Ref[]): Sh {
  const words = refs.flatMap(({ id, need, hint }) => [need === 'content' ? 'c' : 'm', hint ?? '', id])
  return sh`printf '%s\\0' ${words} | ${raw(sh`perl -e ${raw(program(look))}`)}`
}

/**
 * Input: need, hint, path, each ended by NUL. Output for each path, in order: type (`a` absent, `u` not readable, with `+` behind it an access control list: `u:USER:BITS,g:GROUP:BITS,m::BITS,`, its own group without a name, `?` where it is not known what it says), mode, owner, group (of both `NAME:NUMBER`, without the number for root, and where there is no name),
 * size, sha256, target, resolved, via, held (`immutable`, `append-only`, `kernel`, `N hard links`), inside (the same of what lies in a directory that is asked for with `c` and no hint, and where), length of the content (`-` none, `x` not sent), each ended by NUL; then the content. Behind them links that were met on the way, each behind its path.
 */
const look = `${realPath}${flagProgram}${readProgram('resources/path/probe.pl')}`
