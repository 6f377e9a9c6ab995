import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { waitForBoot, waitForHomeserver } from './connect.ts'
import { LabError } from './error.ts'
import { exec, must } from './exec.ts'
import { furnish } from './furnish.ts'
import { handle, type LabHost } from './host.ts'
import { imageLayers } from './images.ts'
import { install } from './install.ts'
import { labKey } from './keys.ts'
import type { Say } from './layer.ts'
import { withLock } from './lock.ts'
import { requireMachine } from './machine.ts'
import { chooseAddress, networkUp } from './network.ts'
import { hostFiles, labFiles, stateFolder } from './paths.ts'
import { powerOn, tieToThisProcess } from './power.ts'
import { type HostRecord, type Image, records, self } from './record.ts'
import { collect, hostScripts } from './scripts.ts'
import { sweep, takeDown } from './sweep.ts'

export type UpOptions = {
  name: string
  image: Image
  /** The Matrix server name of a monolith. */
  serverName?: string
  /** Whether it stays when this process ends. */
  keep?: boolean
  onLine?: Say
}

/** Boots a new host and waits until it is ready. Unless it is to be kept it ends with this process, however that ends. */
export async function up(options: UpOptions): Promise<LabHost> {
  const { name, image, keep = false, onLine: say = () => {} } = options
  requireMachine()
  if (!/^[a-z][a-z0-9-]{0,30}$/.test(name))
    throw new LabError(`"${name}" is not a valid host name; expected a letter, then a-z, 0-9 and -`)
  const serverName = image === 'monolith' ? (options.serverName ?? defaultServerName(name)) : undefined
  if (serverName && !/^[a-z0-9][a-z0-9.-]{0,200}$/.test(serverName))
    throw new LabError(`"${serverName}" is not a valid server name`)
  await install(say)
  const layers = await imageLayers(image, serverName ?? '', say)
  await sweep()
  const host = await claim({ name, image, keep, ...(serverName && { serverName }) })
  const untie = keep ? async () => {} : tieToThisProcess(name)
  try {
    await mountRoot(name, layers)
    await furnish(host, await withLock(labFiles().lock, labKey))
    await powerOn(name)
    await waitForBoot(name, host.address)
    if (image === 'monolith') await waitForHomeserver(name, host.address)
    await withLock(labFiles().lock, () => must(['sh', '-euc', `state='${stateFolder()}'\n${collect()}`]))
  } catch (error) {
    await takeDown(host, 'now')
    await untie()
    throw error
  }
  const stop = () => takeDown(host, 'orderly').finally(untie)
  return { ...handle(host), stop }
}

/** Installs what the lab needs and builds what an image is made of; boots nothing. */
export async function prepare(image: Image, say: Say = () => {}, serverName = 'hs1.test'): Promise<void> {
  requireMachine()
  await install(say)
  await imageLayers(image, serverName, say)
}

/** hs2 is hs2.test; other hosts share the data of one server, which is built once. */
const defaultServerName = (name: string) => (/^hs[1-9]$/.test(name) ? `${name}.test` : 'hs1.test')

/** Takes a name and an address, so that no other process can; the network is there from the first host on. */
function claim(wanted: Pick<HostRecord, 'name' | 'image' | 'serverName' | 'keep'>): Promise<HostRecord> {
  const files = hostFiles(wanted.name)
  return withLock(labFiles().lock, async () => {
    if (existsSync(files.folder)) throw new LabError(`the host "${wanted.name}" already exists`)
    const address = chooseAddress(
      wanted.name,
      records().map(other => other.address),
    )
    await networkUp(records().length === 0)
    const host = { ...wanted, address, instance: randomUUID(), owner: self() }
    const scripts = hostScripts(host.name, host.instance)
    for (const folder of [files.root, files.upper, files.work]) mkdirSync(folder, { recursive: true })
    writeFileSync(files.teardown, scripts.teardown)
    writeFileSync(files.watch, scripts.watch)
    writeFileSync(files.boot, scripts.boot)
    writeFileSync(files.instance, host.instance)
    writeFileSync(files.record, JSON.stringify(host))
    return host
  })
}

async function mountRoot(name: string, layers: string[]): Promise<void> {
  const { root, upper, work } = hostFiles(name)
  const options = `lowerdir=${layers.join(':')},upperdir=${upper},workdir=${work}`
  const { code, stderr } = await exec(['mount', '-t', 'overlay', '-o', options, `swk-${name}`, root])
  const hint = `set SWK_LAB_STATE to a directory on a file system that can be the upper side of an overlay (ext4, xfs, btrfs, tmpfs)`
  if (code !== 0) throw new LabError(`${stderr.trim()}\n${hint}`)
}
