/** An operator's situation, made on a fresh lab host. */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type LabHost, pipSettings, up, writeInventory } from '../../../src/lab/index.ts'
import { lines, sh } from '../../../src/shell/sh.ts'
import { type SwkRun, swk, tasks } from '../support/swk.ts'
import type { Entrance } from './requests.ts'

/**
 * case.json. `refused`: what the check says, as a regular expression; with follow-hint.sh it converts after that, without it at once. `cheap`: the check alone
 * tells whether it is as expected. `expectFailed`: failures that the check warns of. `everyMs`: between two requests. `expectLeft`: differences that stay after the way back.
 * `expectSpecial`: lines of special.sh that differ with workers, of which the check warns.
 */
export type Expected = Entrance & {
  readonly refused?: string
  readonly cheap?: boolean
  readonly everyMs?: number
  readonly expectFailed?: string
  readonly expectLeft?: string
  readonly expectSpecial?: string
}

const folder = import.meta.dirname

/** The names of all situations. */
export const situations: readonly string[] = readdirSync(folder)
  .filter(name => existsSync(join(folder, name, 'setup.sh')))
  .sort()

export function readExpected(name: string): Expected {
  return JSON.parse(readFileSync(join(folder, name, 'case.json'), 'utf8')) as Expected
}

/** A host as the situation has it; `play` runs swk on it. */
export async function bootSituation(name: string, prefix = 'field') {
  const host = await up({ name: `${prefix}-${name}`, image: 'monolith', serverName: 'hs1.test' })
  // Goes with the host.
  const work = join(dirname(host.root), 'field')
  mkdirSync(work)
  try {
    cpSync(join(folder, name), join(host.root, 'root/case'), { recursive: true })
    const made = await host.run(`cd /root/case\n${pip}\n${script('.', 'lib.sh')}\n${script(name, 'setup.sh')}`)
    if (made.code !== 0) throw new Error(`setup.sh: ${made.stdout.slice(-500)} ${made.stderr.slice(-500)}`)
    const inventory = join(work, 'inventory.yaml')
    await writeInventory([host], inventory)
    return { host, play: player(name, work, inventory) }
  } catch (error) {
    await host.stop()
    throw error
  }
}

/** A setup may install what PyPI has. */
const pip = lines(...Object.entries(pipSettings()).map(([name, value]) => sh`export ${`${name}=${value}`}`))

const has = (name: string, file: string): boolean => existsSync(join(folder, name, file))
const script = (name: string, file: string): string => readFileSync(join(folder, name, file), 'utf8')

const fourRoles = 'client-sync: 1, roomworker: 1, federation-sender: 1, mediaworker: 1'

function player(name: string, work: string, inventory: string) {
  const own = join(folder, name, 'site.yaml')
  const site = existsSync(own) ? own : join(work, 'site.yaml')
  const none = join(work, 'none.yaml')
  if (site !== own) writeFileSync(site, playbook(fourRoles))
  writeFileSync(none, playbook(''))
  const args = ['-i', inventory, '--reporter', 'json']
  return {
    site,
    inventory,
    play: (...more: readonly string[]) => swk('play', site, ...args, ...more),
    verify: () => swk('verify', site, ...args),
    back: () => swk('play', none, ...args),
    verifyBack: () => swk('verify', none, ...args),
  }
}

const playbook = (workers: string): string => `- name: Workers
  hosts: all
  become: true
  topology:
    synapse:
      workers: {${workers}}
`

/** What the operator's own places answer, by special.sh. */
export async function readSpecial(name: string, host: LabHost): Promise<string> {
  return has(name, 'special.sh') ? (await host.run(script(name, 'special.sh'))).stdout : ''
}

/** What happens on the host before the way back. */
export const prepareBack = (name: string, host: LabHost): Promise<boolean> => runOwn(name, 'before-back.sh', host)

/** What the check advises. False: nothing that could be followed. */
export const followHint = (name: string, host: LabHost): Promise<boolean> => runOwn(name, 'follow-hint.sh', host)

async function runOwn(name: string, file: string, host: LabHost): Promise<boolean> {
  if (!has(name, file)) return false
  const { code, stdout, stderr } = await host.run(`${script('.', 'lib.sh')}\n${script(name, file)}`)
  if (code !== 0) throw new Error(`${file}: ${stdout} ${stderr}`)
  return true
}

/** `ok`, or what the first task that failed says, with its hint. */
export function summarize(run: SwkRun): string {
  if (run.code === 0) return 'ok'
  const [failed] = tasks(run, 'failed')
  const text =
    failed?.error === undefined ? run.stderr.slice(-500) : `${failed.error.message} ${failed.error.hint ?? ''}`
  return `exit ${run.code}: ${text.trim()}`
}

export function summarizeRepeat(run: SwkRun): string {
  const changed = tasks(run, 'changed').map(({ task }) => task)
  return run.code === 0 && changed.length > 0 ? `changed again: ${changed.join(', ')}` : summarize(run)
}
