/** One lab host on which the laws are tried. */
import { expect } from 'vitest'
import type { SwkEvent } from '../../src/engine/events.ts'
import type { Mode } from '../../src/engine/index.ts'
import { type LabHost, people, up, writeInventory } from '../../src/lab/index.ts'
import { play } from '../../src/play.ts'
import { loadProject } from '../../src/playbook/project.ts'
import type { Sh } from '../../src/shell/sh.ts'
import { connect } from '../../src/transport/connect.ts'
import { LastingSession } from '../../src/transport/lasting-session.ts'
import { resolveConnection } from '../../src/transport/resolve.ts'
import type { TaskEvent } from '../lab/support/swk.ts'
import { type Workshop, workshop } from '../lab/support/workshop.ts'
import { topics } from './generator/index.ts'
import type { Trial } from './trial.ts'

export type Counts = { readonly [status: string]: number }

export type Ran = { readonly exit: number; readonly told: readonly TaskEvent[] }

const opaque: ReadonlySet<string> = new Set(topics.flatMap(topic => topic.opaque ?? []))
/** What they read may lie anywhere, behind links too. */
const searching: ReadonlySet<string> = new Set([
  ...['find', 'assemble', 'mount', 'unarchive', 'git'],
  ...['setup', 'package_facts', 'service_facts', 'uri', 'wait_for'],
])
/** Other programs read these files, whose content may be binary, or that of another file behind a new link. */
const keys: ReadonlySet<string> = new Set(['apt_key', 'openssl_csr', 'openssl_privatekey', 'x509_certificate'])
/** A unit whose file comes back may still be enabled: its links are not read. */
const services: ReadonlySet<string> = new Set(['systemd', 'systemd-service', 'systemd_service', 'service'])
/** Seconds to connect: a busy machine breaks no law. */
const patience = 120
const project = {
  'files/toy.bin': '\0\u{1F600}\r\n',
  'files/tree/x': 'x\n',
  'files/tree/s/y': 'y\n',
  'templates/toy.j2': 'one {{ folder }}\n',
  'files/toy.sh': '#!/bin/sh\necho ran\n',
  'group_vars/all.yaml': `ansible_timeout: ${patience}\n`,
}

export class Laboratory {
  readonly counts: Record<string, number> = { playbooks: 0, refused: 0, again: 0 }
  readonly #host: LabHost
  readonly #shop: Workshop
  readonly #own: LastingSession
  #number = 0

  private constructor(host: LabHost, shop: Workshop, own: LastingSession) {
    this.#host = host
    this.#shop = shop
    this.#own = own
  }

  static async open(name: string, furnish: readonly string[]): Promise<Laboratory> {
    const host = await up({ name, image: 'base' })
    const target = await resolveConnection(
      host.name,
      { ansible_timeout: patience },
      { sshConfig: host.sshConfig, user: 'root' },
    )
    const own = new LastingSession(await connect(target), () => connect(target))
    const shop = await workshop([host])
    for (const [path, text] of Object.entries(project)) shop.file(path, text)
    for (const user of ['root', ...Object.keys(people)] as Trial['user'][])
      await writeInventory([host], `${shop.folder}/${user}.yaml`, { user })
    const lab = new Laboratory(host, shop, own)
    for (const script of furnish) await lab.sure(script)
    return lab
  }

  async close(): Promise<void> {
    await this.#own.close()
    this.#shop.remove()
    await this.#host.stop()
  }

  async tryOut(trial: Trial): Promise<void> {
    const { folder, playbook } = await this.arrange(trial)
    const first = await this.#checkAndPlay(playbook, trial, folder)
    if (first === 'refused') return
    // The second time from where the first play has brought the host.
    const again = await this.#checkAndPlay(playbook, trial, folder)
    if (again === 'refused' || !trial.isConsistent) return
    this.add('again')
    expect(again, 'a second play changes nothing').toEqual([])
  }

  /** Brings the host into the state that the play meets. */
  async arrange(trial: Trial): Promise<{ readonly folder: string; readonly playbook: string }> {
    const folder = `/srv/p/${this.#number++}`
    await this.sure(trial.arrange(folder))
    this.add('playbooks')
    return { folder, playbook: this.write(`random${this.#number}.yaml`, [trial.play(folder)]) }
  }

  /** A playbook; its path. */
  write(name: string, plays: readonly object[]): string {
    return this.#shop.file(name, JSON.stringify(plays, null, 1))
  }

  /** Compares a check with the play behind it; the names of the tasks that the play changed. */
  async #checkAndPlay(playbook: string, trial: Trial, folder: string): Promise<readonly string[] | 'refused'> {
    const state = (): Promise<string> => this.sure(trial.look(folder))
    const before = await state()
    const check = await this.run(playbook, trial.user, 'check')
    expectUntouched(before, await state(), 'a check changes nothing')
    for (const { status } of check.told) this.add(status)
    expectReasons(check.told, trial.play(folder))
    const played = await this.run(playbook, trial.user, 'play')
    if (check.exit === 2) {
      this.add('refused')
      expect(played.exit, `a check that fails is a play that fails: ${errorOf(check)}`).toBe(2)
      expectUntouched(
        before,
        await state(),
        `nothing is changed before a refusal: ${errorOf(check)}; ${errorOf(played)}`,
      )
      expect(played.told.map(({ task, status }) => ({ task, status }))).toEqual([firstFailure(check)])
      return 'refused'
    }
    const unknown = new Set(check.told.filter(one => one.status === 'unknown').map(one => one.task))
    const surprise = played.told.find(one => one.status === 'failed' && unknown.has(one.task))
    const end = played.told.find(one => one.status === 'failed' && !one.ignored)
    if (end !== undefined && !unknown.has(end.task) && surprise === undefined)
      expect.fail(`only what is unknown fails: ${end.task}: ${end.error?.message}`)
    // What follows an unforeseen failure (a rescue) was not foreseen either.
    const known = (all: readonly TaskEvent[]) =>
      upTo(all, surprise?.task)
        .filter(one => !unknown.has(one.task))
        .map(shown)
    const told = played.told
      .filter(one => one.error !== undefined)
      .map(({ task, error }) => `${task}: ${error?.message}`)
    const foreseen = known(check.told)
    const made = known(played.told).map((one, i) => withoutNumbers(one, foreseen[i]))
    expectSame(foreseen, made, told.join('\n'))
    if (end !== undefined) return 'refused'
    return played.told.filter(one => one.status === 'changed').map(one => one.task)
  }

  /** Runs a script on the host over one connection; its output. */
  async sure(script: string): Promise<string> {
    const ask = () => this.#own.exchange([{ kind: 'probe', script: script as Sh, timeout: 300, spools: true }])
    // A playbook may have rebooted the host.
    const [reply] = await ask().catch(() => this.#own.reopen().then(ask))
    if (reply?.rc === 0) return reply.stdout.toString('utf8')
    // The shell runs nothing more before it is told to.
    await this.#own.exchange([{ kind: 'clear', script: ':' as Sh, timeout: 10 }])
    throw new Error(`exit ${reply?.rc}: ${reply?.stderr}\n${script}`)
  }

  /** In this process: starting node for each run would take most of the time. */
  async run(playbook: string, user: Trial['user'], mode: Mode): Promise<Ran> {
    const project = await loadProject({ playbook, inventory: this.inventory(user), checkMode: mode === 'check' })
    return this.runProject(project, mode)
  }

  inventory(user: Trial['user']): string {
    return `${this.#shop.folder}/${user}.yaml`
  }

  async runProject(project: Parameters<typeof play>[0], mode: Mode): Promise<Ran> {
    const told: TaskEvent[] = []
    const onEvent = (event: SwkEvent): void => {
      if (event.type === 'task') told.push(event)
    }
    const { exit } = await play(project, { mode, onEvent })
    return { exit, told }
  }

  add(name: string): void {
    this.counts[name] = (this.counts[name] ?? 0) + 1
  }
}

/** Names the lines that differ. */
function expectUntouched(before: string, after: string, law: string): void {
  const [was, is] = [before.split('\n'), after.split('\n')]
  const gone = was.filter(line => !is.includes(line)).map(line => `- ${line}`)
  const fresh = is.filter(line => !was.includes(line)).map(line => `+ ${line}`)
  if (before !== after) expect.fail(`${law}:\n${[...gone, ...fresh].slice(0, 20).join('\n')}`)
}

/** Names the first difference. */
export function expectSame(check: readonly object[], played: readonly object[], errors = ''): void {
  const at = check.findIndex((one, i) => JSON.stringify(one) !== JSON.stringify(played[i]))
  const show = (all: readonly object[]) => JSON.stringify(at === -1 ? all.slice(check.length) : (all[at] ?? null))
  if (at !== -1 || played.length !== check.length)
    expect.fail(`a check shows what the play does:\ncheck ${show(check)}\nplay  ${show(played)}\n${errors}`)
}

const firstFailure = ({ told }: Ran) => {
  const first = told.find(one => one.status === 'failed' && !one.ignored)
  return first && { task: first.task, status: first.status }
}

/** Also of what failed ahead of all tasks. */
const errorOf = ({ told }: Ran): string =>
  told
    .filter(one => one.error !== undefined && !one.ignored)
    .map(({ task, error }) => `${task}: ${error?.message}`)
    .join('; ')

function upTo(all: readonly TaskEvent[], task: string | undefined): readonly TaskEvent[] {
  const at = all.findIndex(one => one.task === task)
  return at === -1 ? all : all.slice(0, at)
}

/** Unknown is only what stands behind a command, a package or a unit, or behind such a result. */
function expectReasons(told: readonly TaskEvent[], play: object): void {
  const byName = new Map(told.map(one => [one.task, one]))
  const copies = tasksOf(play, ({ copy }) => copy?.remote_src === true)
  const binary = tasksOf(play, ({ copy, assemble }) => copy?.src === 'toy.bin' || assemble !== undefined)
  const recursive = tasksOf(play, ({ file }) => file?.recurse === true)
  for (const { task, module, status, because } of told) {
    if (status !== 'unknown') continue
    const cause = byName.get(because ?? '')
    const isGrounded =
      cause !== undefined &&
      (opaque.has(cause.module) ||
        copies.has(cause.task) ||
        recursive.has(cause.task) ||
        (recursive.has(task) && cause.diff.some(leadsElsewhere)) ||
        cause.status === 'unknown' ||
        searching.has(module) ||
        (keys.has(module) && (binary.has(cause.task) || cause.diff.some(leadsElsewhere))) ||
        (module === 'group' && cause.module === 'user') ||
        (['apt', 'package'].includes(module) && cause.module === 'dpkg_selections') ||
        (module === 'getent' && ['user', 'group', 'user-group'].includes(cause.module)) ||
        copies.has(task) ||
        (services.has(module) &&
          cause.module === 'copy' &&
          cause.diff.some(({ path }) => path.startsWith('/etc/systemd/system/'))))
    expect(isGrounded, `${task} (${module}) is unknown because of ${because} (${cause?.module})`).toBe(true)
  }
}

/** A link: where it leads, nothing was read. */
const leadsElsewhere = ({ fields = [] }: TaskEvent['diff'][number]): boolean =>
  fields.some(({ name, after }) => name === 'target' && after !== '-')

type Written = {
  readonly name?: unknown
  /** What `remote_src` copies is compared on the host, directories as a whole. */
  readonly copy?: { readonly remote_src?: unknown; readonly src?: unknown }
  readonly assemble?: unknown
  /** `recurse` changes what lies in a directory without reading it. */
  readonly file?: { readonly recurse?: unknown }
}

/** Names of the tasks, also in blocks, that are written so. */
function tasksOf(tasks: unknown, isSo: (task: Written) => boolean): ReadonlySet<unknown> {
  if (typeof tasks !== 'object' || tasks === null) return new Set()
  const task = tasks as Written
  const inner = Object.values(tasks).flatMap(one => [...tasksOf(one, isSo)])
  return new Set(isSo(task) ? [task.name, ...inner] : inner)
}

export const shown = ({ task, status, ignored, diff }: TaskEvent) => ({
  task,
  status,
  ignored,
  diff: diff.map(chosenByHost),
})

/**
 * An account or a package that the same play makes and removes has a number, a home or a version that only the host knows; a temporary
 * file has another name in each run.
 */
function chosenByHost(diff: TaskEvent['diff'][number]): TaskEvent['diff'][number] {
  if (/\/ansible\.\w+$/.test(diff.path)) return { ...diff, path: diff.path.replace(/\.\w+$/, '.NAME') }
  return /^(user|group|package) /.test(diff.path) && diff.after === null
    ? { ...diff, before: '(known to the host)' }
    : diff
}

/** What was made, without the numbers of accounts of which the check says that they are not known (`uid: -`). */
function withoutNumbers(made: Shown, foreseen: Shown | undefined): Shown {
  const diff = made.diff.map((one, i) => {
    const [, field] = foreseen?.diff[i]?.before?.match(/^([ug]id): -$/m) ?? []
    if (field === undefined) return one
    const before = one.before?.replace(new RegExp(`^${field}: \\d+$`, 'm'), `${field}: -`) ?? null
    const title = one.title?.replace(new RegExp(`\\b${field} \\d+ -> `), `${field} `)
    return { ...one, before, ...(title !== undefined && { title }) }
  })
  return { ...made, diff }
}

type Shown = ReturnType<typeof shown>
