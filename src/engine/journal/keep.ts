/** What the host keeps for the way back, ahead of the changes: contents and trees that are replaced, and lists that only it can print. */
import { program } from '../../shell/program.ts'
import { readProgram } from '../../shell/program-file.ts'
import { raw, type Sh, sh } from '../../shell/sh.ts'

/** Files under the hashes of their contents, all by one program; trees one after the other. */
export function keepAll(
  all: readonly { readonly path: string; readonly name: string }[],
  megabytes: number,
): readonly Sh[] {
  const isFile = ({ name }: { readonly name: string }): boolean => /^[0-9a-f]{64}$/.test(name)
  const files = all.filter(isFile).map(({ path }) => path)
  const trees = all.filter(one => !isFile(one))
  return [
    ...(files.length === 0 ? [] : [sh`perl -e ${raw(program(readProgram('engine/journal/keep.pl')))} -- ${files}`]),
    ...trees.map(({ path, name }) => sh`swk_keep_tree ${path} ${name} ${megabytes}`),
  ]
}

type Saved = { readonly name: string; readonly save: Sh }

/** One list for all changes of a task. */
export function saveAs(saves: readonly Saved[], when: 'before' | 'after'): readonly Sh[] {
  const byText = new Map(saves.map(one => [`${one.name} ${one.save}`, one]))
  return [...byText.values()].map(
    ({ name, save }) => sh`{ ${raw(save)}
} | swk_save ${`${name}.${when}`}`,
  )
}
