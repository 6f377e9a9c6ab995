/** The law of check mode, on random playbooks and random hosts: what a check shows is what the play then does, except unknown. */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SwkEvent } from '../../../src/engine/events.ts'
import type { Mode } from '../../../src/engine/index.ts'
import { type LabHost, up } from '../../../src/lab/index.ts'
import { play } from '../../../src/play.ts'
import { loadProject } from '../../../src/playbook/project.ts'
import type { Sh } from '../../../src/shell/sh.ts'
import { connect } from '../../../src/transport/connect.ts'
import { resolveConnection } from '../../../src/transport/resolve.ts'
import type { Session } from '../../../src/transport/session.ts'
import { arrange, hostState, isConsistent, randomTasks, stateOf, toyUnit } from '../support/random-plays.ts'
import type { TaskEvent } from '../support/swk.ts'
import { type Workshop, workshop } from '../support/workshop.ts'

let host: LabHost
let shop: Workshop
let own: Session
beforeAll(async () => {
  host = await up({ name: 'eng1', image: 'base' })
  shop = await workshop([host])
  own = await connect(await resolveConnection(host.name, {}, { sshConfig: host.sshConfig, user: 'root' }))
  await sure(toyUnit)
})
afterAll(async () => {
  await own?.close()
  shop?.remove()
  await host?.stop()
})

/** Runs a script on the host over one connection; its output. */
async function sure(script: string): Promise<string> {
  const [reply] = await own.exchange([{ kind: 'probe', script: script as Sh, timeout: 60 }])
  if (reply?.rc !== 0) throw new Error(`exit ${reply?.rc}: ${reply?.stderr}`)
  return reply.stdout.toString('utf8')
}

/** In this process: starting node for each of a hundred runs would take most of the time. */
async function run(playbook: string, mode: Mode): Promise<{ exit: number; told: readonly TaskEvent[] }> {
  const project = await loadProject({ playbook, inventory: shop.inventory, checkMode: mode === 'check' })
  const told: TaskEvent[] = []
  const onEvent = (event: SwkEvent): void => {
    if (event.type === 'task') told.push(event)
  }
  const { exit } = await play(project, { mode, onEvent })
  return { exit, told }
}

const shown = ({ task, status, ignored, diff }: TaskEvent) => ({ task, status, ignored, diff: diff.map(chosenByHost) })

/** An account that the same play makes and removes has a number and a home that only the host knows. */
function chosenByHost(diff: TaskEvent['diff'][number]): TaskEvent['diff'][number] {
  return /^(user|group) /.test(diff.path) && diff.after === null ? { ...diff, before: '(an account)' } : diff
}

test('what a check shows is what the play does; a play that does not contradict itself has nothing to do again', async () => {
  let number = 0
  const seen = { changed: 0, unknown: 0, refused: 0, again: 0 }
  const property = fc.asyncProperty(hostState, randomTasks, async (state, tasks) => {
    const folder = `/srv/p/${number}`
    await sure(arrange(state, folder))
    const playbook = shop.file(`random${number++}.yaml`, JSON.stringify([playOf(tasks, folder)], null, 1))
    const first = await checkAndPlay(playbook, folder, seen)
    if (first === 'refused') return
    // The second time from where the first play has brought the host.
    const again = await checkAndPlay(playbook, folder, seen)
    if (again === 'refused' || !isConsistent(tasks)) return
    seen.again++
    expect(again).toEqual([])
  })
  await fc.assert(property, {
    numRuns: Number(process.env.SWK_TEST_RUNS ?? 25),
    seed: Number(process.env.SWK_TEST_SEED ?? 20_261_123),
    endOnFailure: true,
  })
  // Not because everything was refused or unknown.
  expect(seen.changed, JSON.stringify(seen)).toBeGreaterThan(20)
  expect(seen.again).toBeGreaterThan(5)
})

type Seen = { changed: number; unknown: number; refused: number; again: number }

/** Compares a check with the play behind it; the names of the tasks that the play changed. */
async function checkAndPlay(playbook: string, folder: string, seen: Seen): Promise<readonly string[] | 'refused'> {
  const look = (): Promise<string> => sure(stateOf(folder))
  const before = await look()
  const check = await run(playbook, 'check')
  expect(await look(), 'a check changes nothing').toBe(before)
  const played = await run(playbook, 'play')
  if (check.exit === 2) {
    seen.refused++
    expect(played.exit, 'a check that fails is a play that fails').toBe(2)
    expect(played.told.map(one => one.task)).toEqual([check.told.at(-1)?.task])
    expect(await look(), 'nothing is changed before a refusal').toBe(before)
    return 'refused'
  }
  const unknown = new Set(check.told.filter(one => one.status === 'unknown').map(one => one.task))
  const failed = played.told.at(-1)
  if (failed?.status === 'failed' && !failed.ignored) {
    expect(unknown, `only what is unknown fails: ${failed.error?.message}`).toContain(failed.task)
    return 'refused'
  }
  seen.unknown += unknown.size
  seen.changed += check.told.filter(one => one.status === 'changed').length
  const known = (all: readonly TaskEvent[]) => all.filter(one => !unknown.has(one.task)).map(shown)
  expect(known(played.told)).toEqual(known(check.told))
  return played.told.filter(one => one.status === 'changed').map(one => one.task)
}

function playOf(tasks: readonly object[], folder: string): object {
  return {
    name: 'random',
    hosts: 'all',
    become: true,
    vars: { folder },
    tasks,
    handlers: [{ name: 'told', copy: { dest: '{{ folder }}/told', content: 'told\n' } }],
  }
}
