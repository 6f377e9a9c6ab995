import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { LabError } from './error.ts'
import { must } from './exec.ts'
import { withLock } from './lock.ts'
import { installLock } from './paths.ts'

/** The programs that the lab calls, and the Debian packages that bring them. */
const programs: Record<string, string> = {
  mmdebstrap: 'mmdebstrap',
  'systemd-nspawn': 'systemd-container',
  nft: 'nftables',
  ip: 'iproute2',
  ssh: 'openssh-client',
  'ssh-keygen': 'openssh-client',
  flock: 'util-linux',
  setpriv: 'util-linux',
  unshare: 'util-linux',
  mount: 'mount',
}

/** Installs what the lab needs on this machine and is not there yet, and says so. */
export async function install(say: (line: string) => void): Promise<void> {
  if (missingPackages().size === 0) return
  // Hosts that come up at once would each start apt-get, and all but one would find its lock held.
  await withLock(installLock, () => installMissing(say))
}

async function installMissing(say: (line: string) => void): Promise<void> {
  const missing = missingPackages()
  if (missing.size === 0) return
  const packages = [...missing, 'debian-archive-keyring', 'ca-certificates']
  if (!isThere('apt-get'))
    throw new LabError(`the lab needs ${[...missing].join(', ')}, and apt-get is not available to install them`)
  say(`installing on this machine: ${[...missing].join(', ')}`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' }
  await must(['apt-get', 'update', '-q'], { env })
  await must(['apt-get', 'install', '-q', '-y', '--no-install-recommends', ...packages], { env })
}

const missingPackages = (): ReadonlySet<string> =>
  new Set(
    Object.keys(programs)
      .filter(name => !isThere(name))
      .map(name => programs[name] as string),
  )

function isThere(program: string): boolean {
  return ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'].some(folder =>
    existsSync(join(folder, program)),
  )
}
