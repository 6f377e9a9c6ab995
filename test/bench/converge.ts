/** What a play sends to the host that changes many files: the goal is a cost that grows linearly with the changes. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { up, writeInventory } from '../../src/lab/index.ts'
import { inTurn, type Sample } from './measure.ts'

/** Files that change. */
export const sizes = [25, 50] as const

export type Cost = { readonly files: number; readonly bytesUp: number; readonly ms: number; readonly idle: Sample }

/** Creates the files, changes all of them, and plays once more with nothing to do. */
export async function convergeCosts(bin: string): Promise<readonly Cost[]> {
  const host = await up({ name: 'bench', image: 'base', onLine: line => console.log(`  ${line}`) })
  const directory = mkdtempSync(join(tmpdir(), 'swk-bench-'))
  try {
    const inventory = join(directory, 'lab.yaml')
    const playbook = join(directory, 'files.yaml')
    await writeInventory([host], inventory, { user: 'root' })
    const play = async (files: number, text: string): Promise<Sample> => {
      writeFileSync(playbook, playbookOf(files, text))
      const command = [process.execPath, bin, 'play', playbook, '-i', inventory, '--no-diff', '--reporter', 'json']
      // Without rounds only the first run, which is counted here.
      const [sample] = [...(await inTurn([{ name: 'play', command }], 0, { countFirst: true })).values()].flat()
      if (sample === undefined) throw new Error('nothing was measured')
      return sample
    }
    const costs: Cost[] = []
    for (const files of sizes) {
      await play(files, 'first')
      const changed = await play(files, 'second')
      costs.push({ files, bytesUp: bytesUp(changed), ms: Math.round(changed.ms), idle: await play(files, 'second') })
    }
    return costs
  } finally {
    rmSync(directory, { recursive: true })
    await host.stop()
  }
}

function playbookOf(files: number, text: string): string {
  const task = (i: number) => `    - copy: { dest: /srv/f${i}, content: "${text} ${i}\\n" }\n`
  return `- hosts: all\n  tasks:\n${Array.from({ length: files }, (_, i) => task(i)).join('')}`
}

export function bytesUp({ lines }: Sample): number {
  const { hosts } = JSON.parse(lines.at(-1)?.text ?? '{}') as { hosts: Record<string, { bytesUp: number }> }
  return Object.values(hosts)[0]?.bytesUp ?? 0
}
