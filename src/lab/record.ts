import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { exec } from './exec.ts'
import { hostFiles, labFiles } from './paths.ts'

export type Image = 'base' | 'monolith'

/** What the lab remembers of a host. */
export type HostRecord = {
  name: string
  instance: string
  image: Image
  serverName?: string
  address: string
  keep: boolean
  owner: Owner
}

/** A process, told from a later one with the same number by when it started. */
export type Owner = { pid: number; started: string }

/** All hosts that have a folder, whether they run or not. */
export function records(): HostRecord[] {
  const { hosts } = labFiles()
  if (!existsSync(hosts)) return []
  return readdirSync(hosts).flatMap(name => record(name) ?? [])
}

/** What the lab remembers of the host `name`. */
export function record(name: string): HostRecord | undefined {
  const file = hostFiles(name).record
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
}

/** A host is booted while the script that boots it holds its lock. */
export async function isBooted(name: string): Promise<boolean> {
  const { bootLock } = hostFiles(name)
  if (!existsSync(bootLock)) return false
  return (await exec(['flock', '--nonblock', bootLock, 'true'])).code !== 0
}

export const self = (): Owner => ({ pid: process.pid, started: startTime(process.pid) ?? '' })

export const isAlive = (owner: Owner) => startTime(owner.pid) === owner.started

function startTime(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
  } catch {
    return undefined
  }
}
