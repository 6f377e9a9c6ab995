/** Files that `swk vault` reads and replaces; `-` is standard input or output. */
import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { usage } from './args.ts'
import type { Io } from './io.ts'

/** Throws SwkError `usage`. */
export function readFile(file: string): Buffer {
  try {
    return readFileSync(file === '-' ? 0 : file)
  } catch (error) {
    throw usage(`${file} cannot be read: ${(error as Error).message}`)
  }
}

/** Replaces the file in one step and keeps its mode; a new one is for its owner alone. Throws SwkError `usage`. */
export function writeFile(file: string, content: string | Buffer, io: Io): void {
  if (file === '-') {
    io.out(content.toString())
    return
  }
  const mode = statSync(file, { throwIfNoEntry: false })?.mode ?? 0o600
  const staged = `${file}.swk-${process.pid}`
  try {
    writeFileSync(staged, content, { mode: mode & 0o7777, flag: 'wx' })
    renameSync(staged, file)
  } catch (error) {
    rmSync(staged, { force: true })
    throw usage(`${file} cannot be written: ${(error as Error).message}`)
  }
}
