/** Files that a playbook names: what is wrong with them is collected, and they are read once. */
import { statSync } from 'node:fs'
import type { Reader } from '../../yaml/reader.ts'
import { loadSource, type Source } from '../../yaml/source.ts'

export function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false
}

export function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}

/** The YAML file; undefined where it cannot be read. An empty file's data is null. */
export function parseInto({ problems }: Pick<Reader, 'problems'>, file: string): Source | undefined {
  return problems.attempt(() => loadSource(file, { allowEmpty: true }))
}
