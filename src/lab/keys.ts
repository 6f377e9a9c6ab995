import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { must } from './exec.ts'
import { hostFiles, labFiles } from './paths.ts'

const kinds = ['ed25519', 'ecdsa']

/** The key that opens every host of the lab; made once. Called with the lab's lock held. */
export async function labKey(): Promise<string> {
  const { key } = labFiles()
  if (!existsSync(key)) {
    await must(['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-C', 'swk lab', '-f', `${key}.new`])
    renameSync(`${key}.new.pub`, `${key}.pub`)
    renameSync(`${key}.new`, key)
  }
  return readFileSync(`${key}.pub`, 'utf8')
}

/** Gives a host keys of its own, which clients know before they first meet it. */
export async function hostKeys(name: string, address: string): Promise<void> {
  const { root, knownHosts } = hostFiles(name)
  const lines: string[] = []
  for (const kind of kinds) {
    const file = join(root, 'etc/ssh', `ssh_host_${kind}_key`)
    await must(['ssh-keygen', '-q', '-t', kind, '-N', '', '-C', `root@${name}`, '-f', file])
    const [type, key] = readFileSync(`${file}.pub`, 'utf8').split(' ')
    lines.push(`${name},${address} ${type} ${key}\n`)
  }
  writeFileSync(knownHosts, lines.join(''))
}

/** Opens root, `admin` and `operator` of a host to the lab's key. */
export function authorize(name: string, publicKey: string): void {
  const { root } = hostFiles(name)
  for (const [home, uid] of [
    ['root', 0],
    ['home/admin', 1000],
    ['home/operator', 1001],
  ] as const) {
    const file = join(root, home, '.ssh/authorized_keys')
    mkdirSync(join(root, home, '.ssh'), { recursive: true })
    writeFileSync(file, publicKey)
    chmodSync(file, 0o600)
    chownSync(file, uid, uid)
  }
}
