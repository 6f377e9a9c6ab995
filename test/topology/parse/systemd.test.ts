/** What is accepted for a unit is what systemd itself reads (it only warns of what it does not, and goes on without). */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { SwkError } from '../../../src/errors/diagnostic.ts'
import { deploymentOf } from '../support.ts'

const directives = { cpu: 'CPUQuota', memory: 'MemoryMax', nice: 'Nice' } as const

const values: Readonly<Record<keyof typeof directives, readonly (string | number)[]>> = {
  cpu: ['150%', '12.5%', '0.01%', '0%', '-5%', '1.5', '50', '%', 'half'],
  memory: ['2G', '1.5G', '800M', '2GB', '2g', '25%', '100%', '0%', '101%', '200000000', 'much', '2 GB'],
  nice: [-20, 0, 19, 20, -21],
}
const all = Object.entries(values).flatMap(([key, list]) =>
  list.map(value => [key as keyof typeof directives, value] as const),
)
const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0

test.skipIf(!hasSystemd)('limits are accepted where systemd reads them, and refused where it does not', () => {
  const folder = mkdtempSync(join(tmpdir(), 'swk-units-'))
  try {
    const units = all.map(([key, value], i) => {
      const file = join(folder, `u${i}.service`)
      writeFileSync(file, `[Service]\nExecStart=/bin/true\n${directives[key]}=${value}\n`)
      return file
    })
    const { stderr } = spawnSync('systemd-analyze', ['verify', ...units], { encoding: 'utf8' })
    const read = all.filter((_, i) => !stderr.includes(`${units[i]}:3:`))
    expect(all.filter(([key, value]) => isAccepted(key, value))).toEqual(read)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

function isAccepted(key: string, value: string | number): boolean {
  try {
    deploymentOf(`synapse: { workers: { pusher: { count: 1, ${key}: ${JSON.stringify(value)} } } }`)
    return true
  } catch (error) {
    if (error instanceof SwkError) return false
    throw error
  }
}
