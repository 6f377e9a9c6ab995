/** The files that loading a project reads, by their hashes: what a saved plan was made of. */
import { AsyncLocalStorage } from 'node:async_hooks'
import { createHash } from 'node:crypto'

/** Path -> SHA-256 of its bytes as they are on disk: of an encrypted file those of the cipher text. */
export type Inputs = ReadonlyMap<string, string>

const current = new AsyncLocalStorage<Map<string, string>>()

/** Runs `work` and notes each file that it reads. */
export async function withInputs<T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly inputs: Inputs }> {
  const inputs = new Map<string, string>()
  return { result: await current.run(inputs, work), inputs }
}

/** Notes a file that was read; costs nothing where none is collected. */
export function noteInput(file: string, bytes: Buffer): void {
  const inputs = current.getStore()
  if (inputs && !inputs.has(file)) inputs.set(file, createHash('sha256').update(bytes).digest('hex'))
}
