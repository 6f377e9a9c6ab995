/** The files that tasks of a topology write, each as it is at the end. */
import type { FilesArgs } from '../rollout/modules/files.ts'
import type { ProcessesArgs } from '../rollout/modules/processes.ts'
import type { SecretArgs } from '../rollout/modules/secret.ts'

export type ShownTask = {
  readonly section: string
  readonly name: string
  readonly module: string
  /** Of each time that it runs: a loop has several. Placeholders stand for facts of the host. */
  readonly instances: readonly { readonly label?: string; readonly args: unknown }[]
}

/** `text` holds placeholders such as `<the python of the host's Synapse>`. */
export type ShownFile = { readonly path: string; readonly mode: string; readonly text: string }

export function shownFiles(tasks: readonly ShownTask[]): readonly ShownFile[] {
  const files = new Map<string, ShownFile>()
  for (const { module, instances } of tasks) {
    for (const { args } of instances) {
      for (const file of writes[module]?.(args, files) ?? []) files.set(file.path, file)
    }
  }
  return [...files.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1))
}

const asItIs = '<as it is>'

type Writes = (args: unknown, before: ReadonlyMap<string, ShownFile>) => readonly ShownFile[]

const writtenFiles = (args: FilesArgs | undefined): readonly ShownFile[] =>
  (args?.files ?? []).flatMap(({ path, text, mode = '0644', exists }) =>
    text === null ? [] : [{ path, mode: exists ? asItIs : mode, text }],
  )

/** By the name of a module: what of an instance is content. */
const writes: Readonly<Record<string, Writes>> = {
  files: args => writtenFiles(args as FilesArgs),
  processes: args => writtenFiles((args as ProcessesArgs).files),
  secret: args => [{ path: (args as SecretArgs).path, mode: '0400', text: '<created on the host, and not shown>\n' }],
  lineinfile: (args, before) => {
    const { path, line } = args as { readonly path: string; readonly line: string }
    const text = before.get(path)?.text ?? '# <all else in it stays as it is>\n'
    return [{ path, mode: asItIs, text: `${text}${line}\n` }]
  },
}
