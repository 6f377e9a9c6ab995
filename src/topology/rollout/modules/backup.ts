/** Files of the user's, kept as they were before swk edits them. */
import { z } from 'zod'
import { defineModule } from '../../../engine/module.ts'
import { directoryRefs, directoryWants } from '../../../sdk/directories.ts'
import { fileRefs, fileWant } from '../../../sdk/file.ts'
import { foldersAbove } from '../../../sdk/paths.ts'
import type { Backup } from '../../adoption/foreign-files.ts'
import { originalOf, originalsFolder } from '../../model/paths.ts'

export type BackupArgs = { readonly files: readonly Backup[] }

/** Only root may reach them: nobody knows what a vhost says. Owner and mode are kept where they are to be restored. */
const owned = { owner: 'root', group: 'root', mode: '0600' }

export const backupModule = defineModule({
  name: 'backup',
  summary: 'Backs up files before they are edited.',
  args: z.custom<BackupArgs>(),
  // Also where there is nothing to keep: that the folder is absent tells before contact that nothing is in it.
  reads: ({ files }) => [
    ...directoryRefs([...foldersAbove(originalsFolder), originalsFolder]),
    ...files.flatMap(({ path, text }) => [
      ...fileRefs(originalOf(path), {}, text),
      ...directoryRefs(foldersAbove(originalOf(path))),
    ]),
  ],
  plan({ files }, observed) {
    const above = [...new Set(files.flatMap(({ path }) => foldersAbove(originalOf(path))))]
    const folders = directoryWants(above, { owner: 'root', group: 'root', mode: '0700' }, observed)
    return [
      ...folders,
      ...files.map(({ path, text, ...own }) =>
        fileWant(originalOf(path), text, { ...owned, ...own, folderIsWanted: true }, observed),
      ),
    ]
  },
  intent: ({ files }) => files.map(({ path }) => path).join(', '),
})
