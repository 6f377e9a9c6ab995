import { existsSync, readdirSync } from 'node:fs'
import { exec } from './exec.ts'
import { hostFiles, labFiles } from './paths.ts'
import { isAlive, isBooted, record } from './record.ts'

/** Takes down what earlier runs left: hosts whose owner is gone, or that no longer run and belong to nobody. */
export async function sweep(): Promise<void> {
  const { hosts } = labFiles()
  if (!existsSync(hosts)) return
  for (const name of readdirSync(hosts)) {
    if (await isLeftover(name)) await takeDown(name, 'now')
  }
}

/** Runs a host's own teardown script. */
export async function takeDown(name: string, how: 'now' | 'orderly'): Promise<void> {
  const { teardown } = hostFiles(name)
  if (existsSync(teardown)) await exec(['sh', teardown, how])
}

async function isLeftover(name: string): Promise<boolean> {
  const host = record(name)
  if (!host) return true
  if (isAlive(host.owner)) return false
  return !host.keep || !(await isBooted(name))
}
