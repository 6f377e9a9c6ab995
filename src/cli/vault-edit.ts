/** A decrypted text in the user's editor: in memory (/dev/shm) where the system has that, and overwritten afterwards. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { usage } from './args.ts'
import type { Io } from './io.ts'

/** What the editor left. Throws SwkError `usage` where it fails: the file is then as it was. */
export function editText(plain: Buffer, file: string, { env }: Io): Buffer {
  const isDirectory = statSync('/dev/shm', { throwIfNoEntry: false })?.isDirectory() ?? false
  const directory = mkdtempSync(join(isDirectory ? '/dev/shm' : tmpdir(), 'swk-vault-'))
  const copy = join(directory, basename(file))
  try {
    writeFileSync(copy, plain, { mode: 0o600 })
    const editor = env.VISUAL || env.EDITOR || 'vi'
    // The variable may hold options, as everywhere.
    const [program = 'vi', ...args] = editor.split(' ').filter(Boolean)
    const { status, error } = spawnSync(program, [...args, copy], { stdio: 'inherit' })
    if (status !== 0)
      throw usage(`the editor ${editor} failed: ${error?.message ?? `exit ${status}`}; ${file} is unchanged`)
    return readFileSync(copy)
  } finally {
    const size = statSync(copy, { throwIfNoEntry: false })?.size ?? 0
    if (size > 0) writeFileSync(copy, Buffer.alloc(size))
    rmSync(directory, { recursive: true, force: true })
  }
}
