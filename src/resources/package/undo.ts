/** How packages are taken back: what came with them goes with them, what went with them comes back, as far as archives have it. */
import { program } from '../../shell/program.ts'
import { readProgram } from '../../shell/program-file.ts'
import { lines, raw, type Sh, sh } from '../../shell/sh.ts'
import { journalDirectory } from '../journal-directory.ts'
import type { ResourceChange, Undo, Want } from '../kind.ts'

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

/** Packages that came, went or changed their version with the one that is taken back, as undo.sh lists them. */
export function undoOtherPackages({ kind, id, how }: Want, moved: readonly string[]): readonly Want[] {
  const since = how?.since ?? ''
  const found = moved.map(line => /^([+-])([^ :@]+):\S+ (\S+) ii /.exec(line)).filter(line => line !== null)
  const were = new Map(found.flatMap(([, sign, name = '', version]) => (sign === '-' ? [[name, version]] : [])))
  return [...new Set(found.map(([, , name = '']) => name))]
    .filter(name => name !== id)
    .map((name): Want => {
      const version = were.get(name)
      if (version === undefined) return { kind, id: name, state: null, how: { purge: true, since } }
      return { kind, id: name, state: { installed: true, version }, how: { since } }
    })
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
