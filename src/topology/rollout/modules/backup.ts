/** Files of the user's, kept as they were before swk edits them. */
import { z } from 'zod'
import { defineModule } from '../../../engine/module.ts'
import { directoryRefs, directoryWants } from '../../../sdk/directories.ts'
import { fileRefs, fileWant } from '../../../sdk/file.ts'
import { foldersAbove } from '../../../sdk/paths.ts'
import { originalsFolder } from '../../model/paths.ts'
import { originalOf } from '../../nginx/backups.ts'

export type BackupArgs = { readonly files: readonly { readonly path: string; readonly text: string }[] }

/** Only root may read them: nobody knows what a vhost says. */
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
      ...files.map(({ path, text }) => fileWant(originalOf(path), text, { ...owned, folderIsWanted: true }, observed)),
    ]
  },
  intent: ({ files }) => files.map(({ path }) => path).join(', '),
})
