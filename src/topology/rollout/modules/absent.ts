/** What swk made and nobody needs any more: files, and folders in which nothing is left. */
import { z } from 'zod'
import { defineModule } from '../../../engine/module.ts'
import { removeIfEmpty } from '../../../resources/empty-directory.ts'
import { path, see, want } from '../../../sdk/refs.ts'

export type AbsentArgs = {
  readonly files: readonly string[]
  /** Innermost first. */
  readonly folders: readonly string[]
}

export const absentModule = defineModule({
  name: 'absent',
  summary: 'Removes files, and directories that are then empty.',
  args: z.custom<AbsentArgs>(),
  reads: ({ files, folders }) => [...files, ...folders].map(one => path(one)),
  plan: ({ files, folders }, observed) => [
    ...files.map(file => want(path(file), null)),
    ...folders.filter(folder => see(observed, path(folder))?.type === 'directory').map(removeIfEmpty),
  ],
  intent: ({ files, folders }) => [...files, ...folders].join(', '),
})
