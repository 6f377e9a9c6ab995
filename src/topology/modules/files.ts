/** Files whose content the topology has made, with what must accept them all together before any is moved into place. */
import { z } from 'zod'
import { defineModule } from '../../engine/module.ts'
import type { Ref, Together } from '../../resources/kind.ts'
import { sha256 } from '../../vocabulary/content.ts'
import { fileRefs, fileWant } from '../../vocabulary/file.ts'
import { path } from '../../vocabulary/refs.ts'

/**
 * `exists`: a file that is there; its folder need not be looked at. `late`: its text depends on what other tasks do, so that it is read
 * whatever it seems to be before.
 */
export type FileSpec = {
  readonly path: string
  readonly text: string
  readonly mode?: string
  readonly exists?: true
  readonly late?: true
}

export type FilesArgs = {
  readonly files: readonly FileSpec[]
  readonly together?: Together
}

export const filesModule = defineModule({
  name: 'files',
  summary: 'Writes files that belong together.',
  args: z.custom<FilesArgs>(),
  reads: ({ files }) => files.flatMap(refsOf),
  plan: ({ files, together }, observed) =>
    files.map(({ path: id, text, mode }) => {
      const wanted = fileWant(id, text, rootOwned(mode), observed)
      return together === undefined ? wanted : { ...wanted, together }
    }),
  intent: ({ files }) => files.map(file => file.path).join(', '),
})

function refsOf({ path: id, text, exists, late }: FileSpec): readonly Ref[] {
  const hint = late ? undefined : text
  return exists ? [path(id, 'content', hint === undefined ? undefined : sha256(hint))] : fileRefs(id, {}, hint)
}

const rootOwned = (mode = '0644') => ({ owner: 'root', group: 'root', mode })
