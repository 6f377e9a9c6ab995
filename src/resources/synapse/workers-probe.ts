/** What the `synapse-workers` kind runs on the host: a grep, a systemctl and an awk, however many workers there are. */
import { readProgram, runProgram } from '../../shell/program-file.ts'
import type { Sh } from '../../shell/sh.ts'
import { publicSettings } from './settings.ts'

/** Where swk keeps what files of the user's were before it wrote them, under their own paths. */
export const originalsFolder = '/var/lib/swk/originals'

export function workersScript(folder: string): Sh {
  const awk = readProgram('resources/synapse/worker-files.awk')
  const keys = `^(${publicSettings.join('|')})$`
  return runProgram('resources/synapse/workers.sh', [awk, folder, originalsFolder + folder, keys])
}
