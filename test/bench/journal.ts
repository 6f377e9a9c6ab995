/** What the journal costs: the same play that changes a host, with and without it, in turn. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { up, writeInventory } from '../../src/lab/index.ts'
import { play } from '../../src/play.ts'
import { loadProject } from '../../src/playbook/project.ts'

/** Milliseconds of each round. */
export type JournalCosts = { readonly without: readonly number[]; readonly with: readonly number[] }

export async function journalCosts(rounds: number): Promise<JournalCosts> {
  const host = await up({ name: 'bench', image: 'base' })
  const directory = mkdtempSync(join(tmpdir(), 'swk-bench-'))
  try {
    const inventory = join(directory, 'lab.yaml')
    await writeInventory([host], inventory, { user: 'root' })
    await host.run(unit)
    const costs = { without: [] as number[], with: [] as number[] }
    let round = 0
    const measure = async (withoutJournal?: true): Promise<number> => {
      const playbook = join(directory, 'play.yaml')
      writeFileSync(playbook, playbookOf(round++))
      const project = await loadProject({ playbook, inventory })
      const begin = performance.now()
      const { exit } = await play(project, withoutJournal ? { withoutJournal } : {})
      if (exit !== 0) throw new Error(`the play ended with ${exit}`)
      return performance.now() - begin
    }
    await measure()
    for (let i = 0; i < rounds; i++) {
      // What comes second finds a warmer host.
      const order = i % 2 === 0 ? (['without', 'with'] as const) : (['with', 'without'] as const)
      for (const which of order) costs[which].push(await measure(which === 'without' ? true : undefined))
    }
    return costs
  } finally {
    rmSync(directory, { recursive: true })
    await host.stop()
  }
}

// Rounds are faster than the five starts in ten seconds that systemd allows.
const unit = `printf '[Unit]\\nStartLimitIntervalSec=0\\n[Service]\\nExecStart=/bin/sleep infinity\\n' >/etc/systemd/system/toy.service; systemctl daemon-reload`

/** Files, an edit, a unit that restarts, a command: each task changes something. */
function playbookOf(round: number): string {
  const copy = (i: number) => `    - copy: { dest: /srv/f${i}, content: "${round} ${i}\\n" }\n`
  return `- hosts: all
  tasks:
${Array.from({ length: 20 }, (_, i) => copy(i)).join('')}    - lineinfile: { path: /srv/edited, regexp: "^round", line: round=${round}, create: true }
    - command: touch /srv/touched
    - systemd: { name: toy, state: restarted }
`
}
