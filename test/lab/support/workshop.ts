/** Playbooks that a test writes on the spot, run on lab hosts as a user would. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type LabHost, writeInventory } from '../../../src/lab/index.ts'
import { type SwkRun, startSwk } from './swk.ts'

export type Workshop = {
  readonly folder: string
  readonly inventory: string
  /** Writes a file into the folder of the playbooks (`modules/slow.ts`); its path. */
  file(name: string, text: string): string
  /** Starts `swk play` with this playbook and `--reporter json`. */
  start(playbook: string, ...args: readonly string[]): ReturnType<typeof startSwk>
  play(playbook: string, ...args: readonly string[]): Promise<SwkRun>
  check(playbook: string, ...args: readonly string[]): Promise<SwkRun>
  remove(): void
}

export async function workshop(
  hosts: readonly LabHost[],
  options: { readonly user?: 'root' | 'admin' | 'operator' } = {},
): Promise<Workshop> {
  const folder = mkdtempSync(join(tmpdir(), 'swk-test-'))
  const inventory = join(folder, 'inventory.yaml')
  await writeInventory([...hosts], inventory, options)
  let count = 0
  const file = (name: string, text: string): string => {
    const path = join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
    return path
  }
  const start: Workshop['start'] = (playbook, ...args) => {
    const path = file(`playbook${count++}.yaml`, playbook)
    return startSwk('play', path, '-i', inventory, '--reporter', 'json', ...args)
  }
  return {
    folder,
    inventory,
    file,
    start,
    play: (playbook, ...args) => start(playbook, ...args).ended,
    check: (playbook, ...args) => start(playbook, '--check', ...args).ended,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
