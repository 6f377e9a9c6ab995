/** How packages are taken back: what came with them goes with them, what went with them comes back, as far as archives have it. */
import { program } from '../../shell/program.ts'
import { readProgram } from '../../shell/program-file.ts'
import { lines, raw, type Sh, sh } from '../../shell/sh.ts'
import { journalDirectory } from '../journal-directory.ts'
import type { ResourceChange, Undo } from '../kind.ts'

const functions = sh`eval ${raw(program(readProgram('resources/package/undo.sh')))}`

export function undoPackage({ want, before, after }: ResourceChange, name: string): Undo {
  const { kind, id } = want
  const save = lines(functions, sh`swk_saved`)
  if (before === null) {
    return { wants: [{ kind, id, state: null, how: { purge: true, since: name } }], save, unguarded: true }
  }
  if (after === null && want.how?.purge === true && want.how.since === undefined)
    return { cannot: 'its configuration files are purged' }
  if (before.archived === false) return { cannot: `no archive of the host has version ${before.version} any more` }
  const state = { installed: true, version: before.version }
  return { wants: [{ kind, id, state, how: { since: name } }], save, unguarded: true }
}

/** Removes what was not installed before the change that is named `since`, and installs what was. */
export function takeBackPackages(since: string, names: readonly string[], apt: (rest: Sh) => Sh): Sh {
  return lines(
    journalDirectory,
    functions,
    sh`swk_apt() { ${raw(apt(sh`"$@"`))}; }`,
    sh`swk_packages ${[since, ...names]}`,
    sh`swk_take_back`,
  )
}
