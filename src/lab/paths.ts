import { join } from 'node:path'

/** Where built roots are kept from one run to the next. */
export const cacheFolder = () => process.env.SWK_LAB_CACHE ?? '/var/cache/swk'

/** Where running hosts live. It must be on a file system that can be the upper side of an overlay. */
export const stateFolder = () => process.env.SWK_LAB_STATE ?? '/var/lib/swk-lab'

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
