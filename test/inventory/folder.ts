/** A throw-away folder with files in it; what removes it is test/temporary.ts. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

export function folderWith(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'swk-inventory-'))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return folder
}
