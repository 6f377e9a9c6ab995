/** What the `synapse` kind runs on the host. Only named settings leave it, and of those with secrets only named parts. */
import { readProgram, runProgram } from '../../shell/program-file.ts'
import type { Sh } from '../../shell/sh.ts'
import { partlyRead, publicSettings } from './settings.ts'

const configProgram = readProgram('resources/synapse/config.py')
const wanted = JSON.stringify({ whole: publicSettings, picks: partlyRead })

export function probeScript(units: readonly string[]): Sh {
  return runProgram('resources/synapse/probe.sh', [configProgram, wanted, ...units])
}
