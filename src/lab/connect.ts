import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { LabError } from './error.ts'
import { type ExecOptions, type ExecResult, exec, lastLines } from './exec.ts'
import { hostFiles } from './paths.ts'
import { isBooted } from './record.ts'

/** Runs a script on a host as root, through this machine's own ssh client. */
export function runOn(name: string, script: string, options: ExecOptions = {}): Promise<ExecResult> {
  return exec(['ssh', '-F', hostFiles(name).sshConfig, name, '--', script], options)
}

/** Waits until a host has finished booting; after a reboot, until it is not the boot before. */
export async function waitForBoot(name: string, address: string, before?: string): Promise<void> {
  const deadline = Date.now() + 120_000
  for (let round = 1; Date.now() < deadline; round += 1) {
    if (round % 20 === 0 && !(await isBooted(name))) break
    if (await sshAnswers(address)) {
      const { code, stdout } = await runOn(name, `${bootId}; systemctl is-system-running --wait`, { timeoutMs: 60_000 })
      const [id, state] = stdout.trim().split('\n')
      if (code !== 255 && id && state && id !== before) return
    }
    await sleep(50)
  }
  throw new LabError(
    `${name} did not boot. The end of its console:\n${lastLines(readFileSync(hostFiles(name).console, 'utf8'), 20)}`,
  )
}

/** Waits until the homeserver of a host answers through its nginx. */
export async function waitForHomeserver(name: string, address: string): Promise<void> {
  const deadline = Date.now() + 60_000
  while (Date.now() < deadline) {
    const answer = await fetch(`http://${address}/_matrix/client/versions`).catch(() => undefined)
    await answer?.text()
    if (answer?.ok) return
    await sleep(100)
  }
  const { stdout } = await runOn(name, 'journalctl --no-pager -n 20 -u matrix-synapse -u nginx -u postgresql@*')
  throw new LabError(`the homeserver of ${name} did not answer within 60 s:\n${stdout}`)
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
