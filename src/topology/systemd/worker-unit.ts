/** What the unit of a worker has beyond the template that all share. */
import { settingWord } from '../../resources/unit/quote.ts'
import type { Worker, WorkerOptions } from '../model/deployment.ts'
import type { ManagedFile } from '../model/managed-file.ts'
import { managed, workerDropIn } from '../model/paths.ts'

/** Only what is said; a worker of which nothing is said has no such file. */
export function workerUnitFile({ name, options }: Worker): ManagedFile {
  const lines = linesOf(options)
  const text = lines.length > 0 ? managed(`[Service]\n${lines.join('\n')}\n`) : null
  return { path: workerDropIn(name), text, folder: true }
}

function linesOf({ environment = {}, nice, cpu, memory }: WorkerOptions): readonly string[] {
  return [
    ...Object.entries(environment).map(([key, value]) => `Environment=${settingWord(`${key}=${value}`)}`),
    ...(nice === undefined ? [] : [`Nice=${nice}`]),
    ...(cpu === undefined ? [] : [`CPUQuota=${cpu}`]),
    ...(memory === undefined ? [] : [`MemoryMax=${memory}`]),
  ]
}
