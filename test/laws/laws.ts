/** The laws of check and play on random playbooks and random hosts: what holds, how it is counted, what is told of a failure. */
import fc from 'fast-check'
import { expect } from 'vitest'
import type { SwkEvent } from '../../src/engine/events.ts'
import type { Mode } from '../../src/engine/index.ts'
import { type LabHost, up } from '../../src/lab/index.ts'
import { play } from '../../src/play.ts'
import { loadProject } from '../../src/playbook/project.ts'
import type { Sh } from '../../src/shell/sh.ts'
import { connect } from '../../src/transport/connect.ts'
import { resolveConnection } from '../../src/transport/resolve.ts'
import type { Session } from '../../src/transport/session.ts'
import {
  arrange,
  type HostState,
  hostState,
  isConsistent,
  randomTasks,
  stateOf,
  toyUnit,
} from '../lab/support/random-plays.ts'
import type { TaskEvent } from '../lab/support/swk.ts'
import { type Workshop, workshop } from '../lab/support/workshop.ts'

export type Counts = { readonly [status: string]: number }
export type Bounds = { readonly runs: number; readonly seconds: number; readonly seed: number; readonly path?: string }

/** Holds the laws on `runs` playbooks, or as many as fit into the time. The counts of the results by status. */
export async function holdLaws(name: string, { runs, seconds, seed, path }: Bounds): Promise<Counts> {
  const lab = await Laboratory.open(name)
  try {
    const property = fc.asyncProperty(hostState, randomTasks, (state, tasks) => lab.tryOut(state, tasks))
    const details = await fc.check(property, {
      numRuns: runs,
      seed,
      ...(path === undefined ? {} : { path }),
      interruptAfterTimeLimit: seconds * 1000,
    })
    if (details.failed && details.counterexample) throw new Error(describeFailure(details))
    return lab.counts
  } finally {
    await lab.close()
  }
}

function describeFailure(details: fc.RunDetails<[HostState, readonly object[]]>): string {
  const [state, tasks] = details.counterexample ?? []
  const cause = details.errorInstance instanceof Error ? details.errorInstance.message : String(details.errorInstance)
  return `seed ${details.seed}, path ${details.counterexamplePath}, after ${details.numRuns} playbooks and ${details.numShrinks} smaller ones
${JSON.stringify(tasks, null, 1)}
on ${JSON.stringify(state)}
${cause}`
}

const opaque: ReadonlySet<string> = new Set(['command', 'shell', 'apt', 'systemd'])

export class Laboratory {
  readonly counts: Record<string, number> = { playbooks: 0, refused: 0, again: 0 }
  readonly #host: LabHost
  readonly #shop: Workshop
  readonly #own: Session
  #number = 0

  private constructor(host: LabHost, shop: Workshop, own: Session) {
    this.#host = host
    this.#shop = shop
    this.#own = own
  }

  static async open(name: string): Promise<Laboratory> {
    const host = await up({ name, image: 'base' })
    const own = await connect(await resolveConnection(host.name, {}, { sshConfig: host.sshConfig, user: 'root' }))
    const lab = new Laboratory(host, await workshop([host]), own)
    await lab.#sure(toyUnit)
    return lab
  }

  async close(): Promise<void> {
    await this.#own.close()
    this.#shop.remove()
    await this.#host.stop()
  }

  async tryOut(state: HostState, tasks: readonly object[]): Promise<void> {
    const folder = `/srv/p/${this.#number}`
    await this.#sure(arrange(state, folder))
    const playbook = this.#shop.file(`random${this.#number++}.yaml`, JSON.stringify([playOf(tasks, folder)], null, 1))
    this.#add('playbooks')
    const first = await this.#checkAndPlay(playbook, folder)
    if (first === 'refused') return
    // The second time from where the first play has brought the host.
    const again = await this.#checkAndPlay(playbook, folder)
    if (again === 'refused' || !isConsistent(tasks, state)) return
    this.#add('again')
    expect(again, 'a second play changes nothing').toEqual([])
  }

  /** Compares a check with the play behind it; the names of the tasks that the play changed. */
  async #checkAndPlay(playbook: string, folder: string): Promise<readonly string[] | 'refused'> {
    const look = (): Promise<string> => this.#sure(stateOf(folder))
    const before = await look()
    const check = await this.#run(playbook, 'check')
    expect(await look(), 'a check changes nothing').toBe(before)
    for (const { status } of check.told) this.#add(status)
    expectReasons(check.told)
    const played = await this.#run(playbook, 'play')
    if (check.exit === 2) {
      this.#add('refused')
      expect(played.exit, 'a check that fails is a play that fails').toBe(2)
      expect(played.told.map(one => one.task)).toEqual([check.told.at(-1)?.task])
      expect(await look(), 'nothing is changed before a refusal').toBe(before)
      return 'refused'
    }
    const unknown = new Set(check.told.filter(one => one.status === 'unknown').map(one => one.task))
    const failed = played.told.at(-1)
    if (failed?.status === 'failed' && !failed.ignored) {
      expect(unknown, `only what is unknown fails: ${failed.task}: ${failed.error?.message}`).toContain(failed.task)
      return 'refused'
    }
    const known = (all: readonly TaskEvent[]) => all.filter(one => !unknown.has(one.task)).map(shown)
    expect(known(played.told), 'a check shows what the play does').toEqual(known(check.told))
    return played.told.filter(one => one.status === 'changed').map(one => one.task)
  }

  /** Runs a script on the host over one connection; its output. */
  async #sure(script: string): Promise<string> {
    const [reply] = await this.#own.exchange([{ kind: 'probe', script: script as Sh, timeout: 60 }])
    if (reply?.rc !== 0) throw new Error(`exit ${reply?.rc}: ${reply?.stderr}`)
    return reply.stdout.toString('utf8')
  }

  /** In this process: starting node for each run would take most of the time. */
  async #run(playbook: string, mode: Mode): Promise<{ exit: number; told: readonly TaskEvent[] }> {
    const project = await loadProject({ playbook, inventory: this.#shop.inventory, checkMode: mode === 'check' })
    const told: TaskEvent[] = []
    const onEvent = (event: SwkEvent): void => {
      if (event.type === 'task') told.push(event)
    }
    const { exit } = await play(project, { mode, onEvent })
    return { exit, told }
  }

  #add(name: string): void {
    this.counts[name] = (this.counts[name] ?? 0) + 1
  }
}

/** Unknown is only what stands behind a command, a package or a unit, or behind such a result. */
function expectReasons(told: readonly TaskEvent[]): void {
  const byName = new Map(told.map(one => [one.task, one]))
  for (const { task, status, because } of told) {
    if (status !== 'unknown') continue
    const cause = byName.get(because ?? '')
    const isGrounded = cause !== undefined && (opaque.has(cause.module) || cause.status === 'unknown')
    expect(isGrounded, `${task} is unknown because of ${because}`).toBe(true)
  }
}

const shown = ({ task, status, ignored, diff }: TaskEvent) => ({ task, status, ignored, diff: diff.map(chosenByHost) })

/** An account that the same play makes and removes has a number and a home that only the host knows. */
function chosenByHost(diff: TaskEvent['diff'][number]): TaskEvent['diff'][number] {
  return /^(user|group) /.test(diff.path) && diff.after === null ? { ...diff, before: '(an account)' } : diff
}

function playOf(tasks: readonly object[], folder: string): object {
  const handlers = [{ name: 'told', copy: { dest: '{{ folder }}/told', content: 'told\n' } }]
  return { name: 'random', hosts: 'all', become: true, vars: { folder }, tasks, handlers }
}
