import { bootId, runOn, waitForBoot } from './connect.ts'
import { LabError } from './error.ts'
import type { ExecOptions, ExecResult } from './exec.ts'
import { hostFiles, labFiles } from './paths.ts'
import { powerOn } from './power.ts'
import { type HostRecord, isBooted, record, records } from './record.ts'
import { sweep, takeDown } from './sweep.ts'

/** A booted host of the lab. */
export type LabHost = {
  name: string
  address: string
  /** Its root folder on this machine. */
  root: string
  keyFile: string
  knownHosts: string
  sshConfig: string
  /** Runs a script as root over ssh. */
  run(script: string, options?: ExecOptions): Promise<ExecResult>
  /** Boots the same root again; `hard` as after a power cut. */
  reboot(options?: { hard?: boolean }): Promise<void>
  /** Takes it down, with all that it left on this machine. */
  stop(): Promise<void>
}

/** A host that is up, by its name. */
export async function attach(name: string): Promise<LabHost> {
  const known = record(name)
  if (!known || !(await isBooted(name))) throw new LabError(`the lab has no running host "${name}"`)
  return handle(known)
}

/** All hosts of the lab. */
export async function list(): Promise<(HostRecord & { running: boolean })[]> {
  await sweep()
  return Promise.all(records().map(async host => ({ ...host, running: await isBooted(host.name) })))
}

/** Takes a host down, or all of them. */
export async function down(name: string): Promise<void> {
  const hosts = records().filter(host => name === 'all' || host.name === name)
  if (name !== 'all' && hosts.length === 0) throw new LabError(`the lab has no host "${name}"`)
  await Promise.all(hosts.map(host => takeDown(host, 'orderly')))
  await sweep()
}

/** What one can do with a host. */
export function handle(host: HostRecord): LabHost {
  const { name, address } = host
  const { root, knownHosts, sshConfig } = hostFiles(name)
  return {
    name,
    address,
    root,
    keyFile: labFiles().key,
    knownHosts,
    sshConfig,
    run: (script, options) => runOn(name, script, options),
    async reboot({ hard = false } = {}) {
      const before = (await runOn(name, bootId, { timeoutMs: 10_000 })).stdout.trim()
      if (hard) {
        await takeDown(host, 'power')
        await powerOn(name)
      } else {
        await runOn(name, 'systemctl reboot', { timeoutMs: 30_000 })
      }
      await waitForBoot(name, address, before)
    },
    stop: () => takeDown(host, 'orderly'),
  }
}
