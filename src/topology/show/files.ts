/** `--format files`: each file as it would be written. Pure. */
import { shownVersion } from './placeholders.ts'
import type { View } from './view.ts'

export function filesText({ files }: View): string {
  const note = `# What is in <angle brackets> is read from the host. As for Synapse ${shownVersion}.\n`
  return `${note}${files.map(({ path, mode, text }) => `\n===== ${path} (${mode})\n${text}`).join('')}`
}
