import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { LabError } from './error.ts'
import { type ExecOptions, type ExecResult, exec, lastLines } from './exec.ts'
import { hostFiles } from './paths.ts'

/** Runs a script on a host as root, through this machine's own ssh client. */
export function runOn(name: string, script: string, options: ExecOptions = {}): Promise<ExecResult> {
  return exec(['ssh', '-F', hostFiles(name).sshConfig, name, '--', script], options)
}

/** Waits until a host has finished booting; after a reboot, until it is not the boot before. */
export async function waitForBoot(name: string, address: string, before?: string): Promise<void> {
  const deadline = Date.now() + 60_000
  while (Date.now() < deadline) {
    if (await sshAnswers(address)) {
      const { code, stdout } = await runOn(name, `${bootId}; systemctl is-system-running --wait`, { timeoutMs: 60_000 })
      const [id, state] = stdout.trim().split('\n')
      if (code !== 255 && id && state && id !== before) return
    }
    await sleep(50)
  }
  throw new LabError(
    `${name} did not boot within 60 s. The end of its console:\n${lastLines(readFileSync(hostFiles(name).console, 'utf8'), 20)}`,
  )
}

export const bootId = 'cat /proc/sys/kernel/random/boot_id'

function sshAnswers(address: string): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(22, address)
    const done = (answer: boolean) => {
      socket.destroy()
      resolve(answer)
    }
    socket.setTimeout(1000, () => done(false))
    socket
      .once('data', () => done(true))
      .once('error', () => done(false))
      .once('close', () => done(false))
  })
}
