import { createHash } from 'node:crypto'
import { join } from 'node:path'

/** Where built roots are kept from one run to the next. */
export const cacheFolder = () => process.env.SWK_LAB_CACHE ?? '/var/cache/swk'

/** Where running hosts live. It must be on a file system that can be the upper side of an overlay. */
export const stateFolder = () => process.env.SWK_LAB_STATE ?? usualState

/** Held while packages are installed on this machine, by labs in all folders. */
export const installLock = '/run/lock/swk-lab-install'

const usualState = '/var/lib/swk-lab'

/** Tells what this lab makes on the machine from what labs in other folders make. */
export const labId = () =>
  stateFolder() === usualState ? 'swk' : `swk${createHash('sha256').update(stateFolder()).digest('hex').slice(0, 6)}`

/** The control group of a host, below each tree's root. */
export const groupOf = (name: string) => `${labId()}-${name}`

/** What systemd-nspawn calls a host: its network link on this machine has the name too. */
export const machineOf = (name: string) => (labId() === 'swk' ? name : groupOf(name))

/** The fixed files of a lab, the same whatever hosts are running: an inventory can name them. */
export const labFiles = () => ({
  lock: join(stateFolder(), 'lock'),
  hosts: join(stateFolder(), 'hosts'),
  key: join(stateFolder(), 'id_ed25519'),
  knownHosts: join(stateFolder(), 'known_hosts'),
  sshConfig: join(stateFolder(), 'ssh_config'),
  inventory: join(stateFolder(), 'inventory.yaml'),
})

/** The files of one host. */
export function hostFiles(name: string) {
  const folder = join(labFiles().hosts, name)
  return {
    folder,
    record: join(folder, 'host.json'),
    root: join(folder, 'root'),
    upper: join(folder, 'upper'),
    work: join(folder, 'work'),
    console: join(folder, 'console.log'),
    instance: join(folder, 'instance'),
    bootLock: join(folder, 'boot.lock'),
    knownHosts: join(folder, 'known_hosts'),
    sshConfig: join(folder, 'ssh_config'),
    inventory: join(folder, 'inventory.part'),
    boot: join(folder, 'boot.sh'),
    watch: join(folder, 'watch.sh'),
    teardown: join(folder, 'teardown.sh'),
  }
}
