/** An operator's situation, made on a fresh lab host; and what swk does with it, step by step. */
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { up, writeInventory } from '../../../src/lab/index.ts'
import { type SwkRun, swk, tasks } from '../support/swk.ts'
import { pollHost } from './poll.ts'

/** case.json: `refused`: what the check says, as a regular expression; without it the situation converts. */
export type Expected = { readonly refused?: string; readonly cheap?: boolean }

/** Failed steps say why; `failedRequests`: of the play and of the way back. */
export type Outcome = {
  readonly check: string
  readonly play?: string
  readonly verify?: string
  readonly again?: string
  readonly back?: string
  readonly special?: string
  readonly failedRequests?: number
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
export async function bootSituation(name: string) {
  const host = await up({ name: `field-${name}`, image: 'monolith', serverName: 'hs1.test' })
  const work = mkdtempSync(join(tmpdir(), 'swk-field-'))
  try {
    cpSync(join(folder, name), join(host.root, 'root/case'), { recursive: true })
    await host.run(`cd /root/case\n${readFileSync(join(folder, 'lib.sh'), 'utf8')}\n${script(name, 'setup.sh')}`)
    const inventory = join(work, 'inventory.yaml')
    await writeInventory([host], inventory)
    return { host, play: player(name, work, inventory) }
  } catch (error) {
    await host.stop()
    throw error
  }
}

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
    play: (...more: readonly string[]) => swk('play', site, ...args, ...more),
    verify: () => swk('verify', site, ...args),
    back: () => swk('play', none, ...args),
  }
}

const playbook = (workers: string): string => `- name: Workers
  hosts: all
  become: true
  topology:
    synapse:
      workers: {${workers}}
`

/** The whole round; ends with the check where that refuses. */
export async function runSituation(name: string): Promise<Outcome> {
  const { host, play: site } = await bootSituation(name)
  const special = async () => {
    if (!existsSync(join(folder, name, 'special.sh'))) return ''
    return (await host.run(`TOKEN=\n${script(name, 'special.sh')}`)).stdout
  }
  try {
    const check = summarize(await site.play('--check'))
    if (check !== 'ok') return { check }
    const before = await special()
    const poll = await pollHost(host.address)
    const play = summarize(await site.play())
    const inBetween = await special()
    const verify = summarize(await site.verify())
    const again = summarizeRepeat(await site.play())
    const back = summarize(await site.back())
    const failedRequests = (await poll.stop()).length
    const after = await special()
    const changes = before === inBetween && before === after ? '' : `${before}--\n${inBetween}--\n${after}`
    return { check, play, verify, again, back, special: changes || 'ok', failedRequests }
  } finally {
    await host.stop()
  }
}

/** `ok`, or what the first task that failed says, with its hint. */
export function summarize(run: SwkRun): string {
  if (run.code === 0) return 'ok'
  const [failed] = tasks(run, 'failed')
  const text =
    failed?.error === undefined ? run.stderr.slice(-500) : `${failed.error.message} ${failed.error.hint ?? ''}`
  return `exit ${run.code}: ${text.trim()}`
}

function summarizeRepeat(run: SwkRun): string {
  const changed = tasks(run, 'changed').map(({ task }) => task)
  return run.code === 0 && changed.length > 0 ? `changed again: ${changed.join(', ')}` : summarize(run)
}
