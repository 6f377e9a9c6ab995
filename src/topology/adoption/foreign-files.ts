/** Files of the operator's where swk wants its own: backed up before they are written, and put back as they were when workers go. */
import { type HostView, Refusal } from '../../engine/module.ts'
import { sha256 } from '../../sdk/content.ts'
import { path as pathRef, see } from '../../sdk/refs.ts'
import { sharedFiles } from '../config/shared.ts'
import { workerFiles } from '../config/worker.ts'
import { type Deployment, isMonolith } from '../model/deployment.ts'
import type { Facts } from '../model/facts.ts'
import { isOurs, type ManagedFile, type TextFile } from '../model/managed-file.ts'
import { originalOf } from '../model/paths.ts'
import { unitFiles } from '../systemd/units.ts'

type Owned = { readonly owner?: string; readonly group?: string; readonly mode?: string }

export type Backup = Owned & { readonly path: string; readonly text: string }

/** Those that the deployment is about to write, and that swk did not write. */
export function findForeignFiles(deployment: Deployment, facts: Facts, observed: HostView): readonly Backup[] {
  if (isMonolith(deployment)) return []
  const files = [
    ...unitFiles(deployment, facts),
    ...sharedFiles(deployment, facts),
    ...deployment.workers.flatMap(worker => workerFiles(worker, deployment, facts)),
  ]
  return files.flatMap(({ path, text }) => (text === null ? [] : (readForeign({ path, text }, observed) ?? [])))
}

/** The first line of swk's own text is the mark by which it is known. */
function readForeign({ path, text: wanted }: TextFile, observed: HostView): Backup | null {
  const state = see(observed, pathRef(path))
  if (state?.type !== 'file') return null
  // What is as wanted is swk's: its text need not be read.
  if (state.sha256 === sha256(wanted)) return null
  const text = observed.text(path)
  if (text === null) throw new Refusal(`${path} is not swk's, and its text cannot be read to back it up`)
  if (isOurs(text, wanted.split('\n')[0])) return null
  const { owner, group, mode } = state
  return { path, text, ...(owner && group && mode ? { owner, group, mode } : {}) }
}

/** A file that is to go is what it was before swk, where that is known. */
export function restoreForeign(file: ManagedFile, observed: HostView): ManagedFile & Owned {
  const state = file.text === null ? see(observed, pathRef(originalOf(file.path))) : null
  const text = state?.type === 'file' ? observed.text(originalOf(file.path)) : null
  if (state?.type !== 'file' || text === null) return file
  const { owner, group, mode } = state
  return { path: file.path, text, ...(owner && group && mode ? { owner, group, mode } : {}) }
}
