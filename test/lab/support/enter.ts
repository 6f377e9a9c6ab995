/** A script on a host that no login reaches: in the namespaces of its init. */
import { type ExecResult, exec } from '../../../src/lab/exec.ts'
import { initOf } from '../../../src/lab/fingerprint.ts'

export function enter(name: string, script: string): Promise<ExecResult> {
  return exec(['nsenter', '-t', initOf(name), '-m', '-u', '-i', '-n', '-p', 'sh', '-c', script], { timeoutMs: 20_000 })
}
