/** What the file of a worker that somebody set up says. */
import type { WorkerFile } from '../../resources/synapse/workers.ts'
import { parseFaultyYaml } from '../../resources/synapse/yaml.ts'
import type { FoundWorker } from './facts.ts'
import type { Listener } from './listeners.ts'

export type WorkerSettings = {
  readonly worker_app?: unknown
  readonly worker_listeners?: unknown
  readonly enable_media_repo?: unknown
}

export function settingsOf({ text }: Pick<WorkerFile, 'text'>): WorkerSettings {
  try {
    const settings: unknown = parseFaultyYaml(text)
    return typeof settings === 'object' && settings !== null ? settings : {}
  } catch {
    return {}
  }
}

export function listenersOf(worker: Pick<WorkerFile, 'text'>): readonly Listener[] {
  const list = settingsOf(worker).worker_listeners
  return Array.isArray(list) ? list.filter(item => typeof item === 'object' && item !== null) : []
}

export function resourcesOf(worker: Pick<FoundWorker, 'text'>): readonly string[] {
  return listenersOf(worker).flatMap(({ resources = [] }) => resources.flatMap(({ names = [] }) => names))
}
