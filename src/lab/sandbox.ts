import { spawn } from 'node:child_process'
import { createWriteStream, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { LabError } from './error.ts'
import { lastLines } from './exec.ts'

export type Recipe = {
  /** What is built, for the error message. */
  title: string
  /** Runs as root in the new root. */
  script: string
  /** The layers below, topmost first. */
  lowers: string[]
  /** Folders of this machine that it may use while it is built. */
  binds?: { from: string; to: string }[]
  env?: Record<string, string>
  network: boolean
}

/** Runs a recipe in a root made of `lowers` and an empty upper side; what it writes is left in `work`/upper. */
export async function buildOver(work: string, recipe: Recipe): Promise<void> {
  for (const folder of ['upper', 'work', 'root']) mkdirSync(join(work, folder))
  writeFileSync(join(work, 'recipe.sh'), recipe.script)
  const binds = (recipe.binds ?? []).flatMap(({ from, to }) => [from, to])
  await sandboxed(recipe.title, work, {
    ...{ namespaces: recipe.network ? [] : ['--net'], env: recipe.env ?? {} },
    ...{ script: enterOverlay, args: [recipe.lowers.join(':'), ...binds] },
  })
}

export type Sandbox = {
  /** More options of unshare. */
  readonly namespaces?: readonly string[]
  readonly script: string
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

/**
 * Runs a script of this machine in namespaces of its own: its mounts and its processes are gone when it ends,
 * and it ends when this process does, however that happens.
 */
export async function sandboxed(title: string, work: string, recipe: Sandbox): Promise<void> {
  const { namespaces = [], script, args, env = {} } = recipe
  const log = join(work, 'build.log')
  const outer = [
    '--pdeathsig',
    'KILL',
    'unshare',
    '--mount',
    '--pid',
    '--fork',
    '--kill-child',
    '--mount-proc',
    ...namespaces,
  ]
  const child = spawn('setpriv', [...outer, 'sh', '-euc', script, 'sh', ...args], {
    cwd: work,
    env: {
      PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      HOME: '/root',
      LC_ALL: 'C.UTF-8',
      DEBIAN_FRONTEND: 'noninteractive',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const file = createWriteStream(log)
  child.stdout.pipe(file, { end: false })
  child.stderr.pipe(file, { end: false })
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve))
  file.end()
  await finished(file)
  if (code !== 0)
    throw new LabError(
      `${title} could not be built (exit ${code}). The end of its log:\n${lastLines(readFileSync(log, 'utf8'), 40)}`,
    )
}

const enterOverlay = `
[ -e /sys/class/net/lo ] && ip link set lo up
lowers=$1; shift
mount -t overlay overlay -o "lowerdir=$lowers,upperdir=$PWD/upper,workdir=$PWD/work,volatile" root
mount -t proc proc root/proc
mount --rbind /dev root/dev
mount -t tmpfs tmpfs root/dev/shm
mount -t tmpfs tmpfs root/run
mount -t tmpfs tmpfs root/tmp
chmod 1777 root/tmp
mkdir -p root/run/lock; chmod 1777 root/run/lock
mount --bind -o ro "$(readlink -f /etc/resolv.conf)" root/etc/resolv.conf
while [ $# -gt 0 ]; do mkdir -p "root$2"; mount --bind "$1" "root$2"; shift 2; done
cp recipe.sh root/run/recipe.sh
exec chroot root /bin/sh -eux /run/recipe.sh
`
