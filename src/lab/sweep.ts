import { existsSync, readdirSync } from 'node:fs'
import { exec, must } from './exec.ts'
import { withLock } from './lock.ts'
import { hostFiles, labFiles } from './paths.ts'
import { isAlive, isBooted, record } from './record.ts'

/** Takes down what earlier runs left: hosts whose owner is gone, or that no longer run and belong to nobody. */
export async function sweep(): Promise<void> {
  const { hosts } = labFiles()
  if (!existsSync(hosts)) return
  // With the lock held no host is half made.
  const leftovers = await withLock(labFiles().lock, async () => {
    const seen = await Promise.all(readdirSync(hosts).map(async name => ((await isLeftover(name)) ? [name] : [])))
    return seen.flat().map(name => ({ name, instance: record(name)?.instance }))
  })
  for (const { name, instance } of leftovers) {
    if (instance) await takeDown({ name, instance }, 'now')
    else await must(['rm', '-rf', '--one-file-system', hostFiles(name).folder]) // killed before anything was started
  }
}

/** Runs a host's own teardown script; another host that has its name by now is left alone. */
export async function takeDown(
  { name, instance = '' }: { name: string; instance?: string | undefined },
  how: 'now' | 'orderly' | 'power',
): Promise<void> {
  const { teardown } = hostFiles(name)
  if (existsSync(teardown)) await exec(['sh', teardown, how, instance])
}

async function isLeftover(name: string): Promise<boolean> {
  const host = record(name)
  if (!host) return true
  if (isAlive(host.owner)) return false
  return !host.keep || !(await isBooted(name))
}
