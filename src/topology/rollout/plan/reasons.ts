/** Why processes stop, in words: shown with the step, also in a check. */

import { everyonesFiles } from '../../config/shared.ts'
import type { FoundWorker } from '../../model/facts.ts'
import { sharedFile } from '../../model/paths.ts'
import type { Due } from './outdated.ts'
import type { Process } from './process.ts'

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)
const list = (names: readonly string[]): string => names.join(', ')
const unique = (names: readonly string[]): readonly string[] => [...new Set(names)]

/** Of those that stop together. */
export function together(due: readonly Due[], stopping: readonly Process[], isForAll: boolean): readonly string[] {
  if (isForAll) return [all(due, stopping)]
  const files = unique(due.flatMap(({ files }) => files)).filter(file => file !== sharedFile('listeners'))
  const shared = files.flatMap(file => {
    const names = due.filter(one => one.files.includes(file)).map(({ process }) => process.name)
    return names.includes('main')
      ? [`${nameOf(file)} changed: ${list(names)} restart together, since two processes must not do the same work`]
      : []
  })
  const main = due.find(({ process }) => process.worker === null)
  return [
    ...shared,
    ...(main?.files.includes(sharedFile('listeners'))
      ? ['listeners.yaml changed: main restarts while requests wait at its holding socket']
      : []),
    ...(main?.upgraded
      ? ['Synapse was upgraded: main restarts first and updates the database schema; its workers follow']
      : []),
  ]
}

function all(due: readonly Due[], stopping: readonly Process[]): string {
  const files = unique(due.flatMap(({ files }) => files)).filter(file => everyonesFiles.includes(file))
  const names = list(stopping.map(({ name }) => name))
  if (stopping.length === 1)
    return `${list(files.map(nameOf))} changed: ${names} restarts while requests wait at its holding socket`
  return `${list(files.map(nameOf))} changed: all processes stop together (${names}), since a process that starts deletes the stream positions of writers that its configuration does not list`
}

/** Of those that go. */
export function why(leaving: readonly FoundWorker[]): readonly string[] {
  return leaving.map(({ name }) => `${name} is no longer declared: it stops, and another process takes over`)
}

/** Of one that restarts by itself. */
export function rollingReason({ process, files, upgraded }: Due): string {
  const because = [
    ...files.map(file => `${nameOf(file)} changed`),
    ...(upgraded ? ['Synapse was upgraded while it ran'] : []),
  ]
  return `${process.name}: ${list(because)}`
}
