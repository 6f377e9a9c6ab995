/** The law of rollback on random playbooks: what a play has changed is taken back, and the host is as it was before. */
import { createTwoFilesPatch } from 'diff'
import { expect } from 'vitest'
import { rollbackPlay } from '../../src/engine/index.ts'
import { loadInventory } from '../../src/inventory/index.ts'
import type { TaskEvent } from '../lab/support/swk.ts'
import { expectSame, type Laboratory, type Ran, shown } from './laboratory.ts'
import type { Trial } from './trial.ts'

type User = Trial['user']

export async function isTakenBack(lab: Laboratory, trial: Trial): Promise<void> {
  const { folder, playbook } = await lab.arrange(trial)
  const look = async (): Promise<string> => withoutChance(await lab.sure(trial.look(folder)))
  const before = await look()
  const known = await runs(lab)
  const check = await lab.run(playbook, trial.user, 'check')
  const played = await lab.run(playbook, trial.user, 'play')
  expectSaidBefore(check, played)
  const own = (all: readonly string[]) => all.filter(run => !known.includes(run))
  const [first] = own(await runs(lab))
  if (first === undefined) return expect(await look(), 'a change that the journal does not have').toBe(before)
  const again = trial.isConsistent ? { exit: 0, told: [] } : await lab.run(playbook, trial.user, 'play')
  // A second run goes first: what it changed alone is not taken back with the first one.
  const all = own(await runs(lab)).toReversed()
  const told = [...played.told, ...again.told]
  // What a command does of which its task says that it changes nothing, is not noted.
  const isHidden = told.some(({ module, status }) => status === 'ok' && ['command', 'shell', 'script'].includes(module))
  const lost = isHidden || told.some(one => one.cannotUndo !== undefined)
  for (const run of all) await takeBack(lab, { user: trial.user, run, lost, look })
  lab.add(lost ? 'cannot' : 'taken back')
  if (!lost) expectEqual(before, await look(), 'the host is not as it was before')
}

/** Names the lines that differ. */
function expectEqual(before: string, after: string, message: string): void {
  if (after === before) return
  const diff = createTwoFilesPatch('before', 'after', before, after, '', '', { context: 1 })
  expect.fail(`${message}:\n${diff.slice(0, 2000)}`)
}

type Request = { readonly user: User; readonly run: string; readonly lost: boolean; look(): Promise<string> }

async function takeBack(lab: Laboratory, { user, run, lost, look }: Request): Promise<void> {
  const before = await look()
  const check = await rollBack(lab, { user, run }, 'check')
  expectEqual(before, await look(), 'the check of a rollback changes the host')
  const played = await rollBack(lab, { user, run }, 'play')
  const failed = played.told.filter(one => one.status === 'failed')
  // What cannot be taken back may have moved what can.
  for (const { task, error } of failed)
    if (!lost || error?.code === 'bug') expect.fail(`a rollback fails: ${task}: ${error?.message} ${error?.hint ?? ''}`)
  if (failed.length === 0) expectSame(certain(check), certain(played, check))
}

/** What the check of the rollback could say. */
function certain({ told }: Ran, check: Ran = { exit: 0, told }): readonly object[] {
  const isUnknown = (at: number): boolean => check.told[at]?.status === 'unknown'
  return told.filter((_, at) => !isUnknown(at)).map(shown)
}

function rollBack(lab: Laboratory, { user, run }: Pick<Request, 'user' | 'run'>, mode: 'check' | 'play'): Promise<Ran> {
  const inventory = loadInventory([lab.inventory(user)], { cwd: '/', playbookDir: '/' })
  return lab.runProject({ plays: [rollbackPlay([...inventory.hosts.keys()], { run, become: true })], inventory }, mode)
}

const runs = async (lab: Laboratory): Promise<readonly string[]> =>
  (await lab.sure('ls /var/lib/swk/journal/runs 2>/dev/null; :')).split('\n').filter(Boolean)

/** What cannot be taken back was said by the check, unless it called the task, or an earlier one, unknown. */
function expectSaidBefore(check: Ran, played: Ran): void {
  const firstUnknown = check.told.findIndex(one => one.status === 'unknown')
  const certainly = firstUnknown === -1 ? check.told : check.told.slice(0, firstUnknown)
  const said = (one: TaskEvent | undefined): string => JSON.stringify(one?.cannotUndo ?? [])
  for (const { task, status, cannotUndo } of certainly) {
    const made = played.told.find(one => one.task === task)
    if (status === 'changed' && made?.status === 'changed')
      expect(said(made), `${task}: what cannot be taken back is said beforehand`).toBe(JSON.stringify(cannotUndo ?? []))
  }
}

/** Times and process numbers are not states. */
const withoutChance = (look: string): string =>
  look.replace(/^MainPID=[1-9]\d*$/gm, 'MainPID=one').replace(/ [A-Z][a-z]{2} +\d+ +\d\d:\d\d /g, ' ')
