/**
 * What a conversion costs the users of a homeserver: by swk, and in the order that comes to mind first (all files, restart main,
 * start all workers, reload nginx). Both end in the same files. A request every 50 ms, of each kind in turn.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type LabHost, up, writeInventory } from '../../src/lab/index.ts'
import { pastOf } from '../lab/support/expect-users.ts'
import { type LoadReport, startLoad } from '../lab/support/load.ts'
import { swk } from '../lab/support/swk.ts'

export type Losses = { readonly swk: LoadReport; readonly naive: LoadReport }

/** What the play writes on a homeserver. */
const written = '/etc/matrix-synapse /etc/systemd/system /etc/nginx /etc/redis /etc/tmpfiles.d'
const every = 50

export async function conversionLosses(): Promise<Losses> {
  const { report, files } = await withHost('bench-swk', async host => {
    const report = await underLoad(host, () => playOn(host))
    const files = ssh(host, `tar -cz ${written}`)
    return { report, files }
  })
  const naive = await withHost('bench-naive', async host => {
    must(await host.run(prepare))
    return underLoad(host, async () => {
      ssh(host, 'tar -xzp -C / --no-overwrite-dir', files)
      must(await host.run(naiveOrder))
    })
  })
  return { swk: report, naive }
}

/** What harms nobody is done before the clock runs: it is the order of the rest that is compared. */
const prepare = `set -e
apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q redis-server
groupadd --system clubmatrix; usermod -aG clubmatrix matrix-synapse; usermod -aG clubmatrix www-data; usermod -aG redis matrix-synapse
install -d -o matrix-synapse -g clubmatrix -m 2770 /run/matrix-synapse`

const naiveOrder = `set -e
systemctl daemon-reload
systemctl restart redis-server
systemctl restart matrix-synapse
systemctl start matrix-synapse.target $(cd /etc/matrix-synapse/workers && for f in *.yaml; do echo matrix-synapse-worker@"\${f%.yaml}"; done) \
  $(cd /etc/systemd/system && ls . sockets.target.wants | grep -E 'gate.*[^@]\\.socket$' | sort -u)
nginx -t && systemctl reload nginx`

async function underLoad(host: LabHost, work: () => Promise<void>): Promise<LoadReport> {
  const { room, media } = await pastOf(host)
  const load = await startLoad(host.address, room, media, every)
  await pause(2000)
  await work()
  await pause(15_000)
  return load.stop()
}

async function playOn(host: LabHost): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'swk-bench-'))
  const inventory = join(folder, 'lab.yaml')
  try {
    await writeInventory([host], inventory)
    const { code, stdout, stderr } = await swk('play', 'site.yaml', '-i', inventory, '--reporter', 'plain', '--no-diff')
    must({ code: code ?? 1, stdout, stderr })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function withHost<T>(name: string, work: (host: LabHost) => Promise<T>): Promise<T> {
  const host = await up({ name, image: 'monolith' })
  try {
    return await work(host)
  } finally {
    await host.stop()
  }
}

function ssh(host: LabHost, command: string, input?: Buffer): Buffer {
  const options = {
    input: input ?? '',
    maxBuffer: 1 << 28,
    stdio: ['pipe', 'pipe', 'inherit'] as ['pipe', 'pipe', 'inherit'],
  }
  return execFileSync('ssh', ['-F', host.sshConfig, '-l', 'root', host.name, command], options)
}

function must({ code, stdout, stderr }: { code: number | null; stdout: string; stderr: string }): void {
  if (code !== 0) throw new Error(`exit ${code}: ${stderr}${stdout.slice(-2000)}`)
}

const pause = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms))

/** A line for each way; failures that go on to the end would mean that the way never arrives. */
export function lossLines({ swk, naive }: Losses): readonly string[] {
  return Object.entries({ swk, naive }).map(([way, { sent, failed, slowestMs, slowest }]) => {
    const last = failed.length > 0 ? `, from ${failed[0]?.at} to ${failed.at(-1)?.at} of ${sent * every} ms` : ''
    return `  ${way.padEnd(6)} ${failed.length} of ${sent} requests failed${last}; slowest ${slowestMs} ms (${slowest})`
  })
}

if (import.meta.main) console.log(lossLines(await conversionLosses()).join('\n'))
