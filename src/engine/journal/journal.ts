/** The journal of one run on one host: what goes ahead of each change, in the same exchange. Nothing where nothing changes. */
import { randomBytes } from 'node:crypto'
import { hasTrait } from '../../resources/index.ts'
import { journalDirectory } from '../../resources/journal-directory.ts'
import { refKey, type Step } from '../../resources/kind.ts'
import { program } from '../../shell/program.ts'
import { readProgram } from '../../shell/program-file.ts'
import { lines, raw, type Sh, sh } from '../../shell/sh.ts'
import type { Change } from '../plan/change.ts'
import type { Task } from '../task.ts'
import { arm, confirmFunctions, leaveSteps } from './confirm.ts'
import { type Entry, entriesOf, entryLine, transactionLines } from './entry.ts'
import { keepAll, saveAs } from './keep.ts'
import { type DeclaredTopology, defaultLimits, type JournalLimits, newRunId, type RunInfo } from './run-info.ts'

const functions: Sh = sh`eval ${raw(program(`${journalDirectory}\n${readProgram('engine/journal/record.sh')}`))}`

export type Made = {
  readonly task: Pick<Task, 'name' | 'noLog' | 'changedWhen' | 'section' | 'isRollout' | 'notify'>
  readonly changes: readonly Change[]
}

/**
 * Steps around the changes; `withdraw` if the one before has failed, `settle` with whether it was a change after all, `forget` tasks that were
 * not run, `miss` all of a failed task but what it made.
 */
export type Recorded = {
  readonly before: readonly Step[]
  readonly after: readonly Step[]
  withdraw(): void
  settle(changed: boolean): void
  forget(tasks: ReadonlySet<Made['task']>): void
  miss(task: Made['task'], made: readonly Change[]): void
}

const nothing: Recorded = { before: [], after: [], withdraw() {}, settle() {}, forget() {}, miss() {} }

const isLater = ({ changedWhen }: Made['task'], entries: readonly Entry[]): boolean =>
  changedWhen !== undefined &&
  entries.every(({ undo, change }) => 'cannot' in undo && hasTrait(change.want.kind, 'writeOnly'))

export class Journal {
  readonly info: RunInfo
  /** What was noted so far, in order. */
  readonly entries: Entry[] = []
  /** Those of them that were not made, because their task failed. */
  readonly #missed = new Set<Entry>()
  /** Hosts that delegated tasks have changed: their own journals have what. */
  readonly delegated = new Set<string>()
  /** The failed run has taken back itself what it has changed. */
  isTakenBack = false
  /** Seconds after which the host takes back what is not confirmed. */
  confirm: number | undefined
  /** The host takes the run back unless it is confirmed. */
  isArmed = false
  readonly #limits: JournalLimits
  /** Two names of an inventory may be one machine, with one journal. */
  readonly #mark = randomBytes(2).toString('hex')
  /** Lines that go with the next step: of commands that may turn out to have changed nothing. */
  readonly #waiting: string[] = []
  readonly #transactions = new Set<string>()
  #tasks = 0
  #isOpen = false

  constructor(info: RunInfo, limits: JournalLimits = defaultLimits) {
    this.info = info
    this.#limits = limits
  }

  /** How many changes were made, or may have been. */
  get changes(): number {
    return this.entries.filter(entry => !this.#missed.has(entry)).length
  }

  /** What is noted of the changes of tasks that are sent together; nothing where they leave nothing behind. */
  record(made: readonly Made[]): Recorded {
    const lists = made.map(({ task, changes }) => {
      const entries = entriesOf(task, changes, `${this.info.run}.${this.#mark}-${this.#tasks++}`)
      return { task, entries, isLater: isLater(task, entries) }
    })
    const later = lists.filter(one => one.isLater).flatMap(one => one.entries)
    const entries = lists.filter(one => !one.isLater).flatMap(one => one.entries)
    const settle = later.length > 0 ? this.#settleLater(later) : () => {}
    if (entries.length === 0) return { ...nothing, settle }
    const withdraw = this.#remember()
    this.entries.push(...entries)
    const { megabytes } = this.#limits
    const undos = entries.map(({ undo, name }) => ({ name, ...('cannot' in undo ? {} : undo) }))
    const keeps = keepAll(
      undos.flatMap(({ keep = [] }) => keep),
      megabytes,
    )
    const saves = undos.flatMap(({ name, save }) => (save === undefined ? [] : [{ name, save }]))
    const before = this.#write(
      [...this.#newTransactions(entries), ...entries.map(entryLine)],
      [...keeps, ...saveAs(saves, 'before'), ...this.#arm(entries)],
    )
    const after = saves.length === 0 ? [] : [step(saveAs(saves, 'after'))]
    const forget = (tasks: ReadonlySet<unknown>): void => {
      const gone = new Set(lists.filter(one => tasks.has(one.task)).flatMap(one => one.entries))
      this.entries.splice(0, Infinity, ...this.entries.filter(entry => !gone.has(entry)))
    }
    const miss: Recorded['miss'] = (task, made) => {
      const keys = new Set(made.map(({ want }) => refKey(want)))
      const own = lists.find(one => one.task === task)?.entries ?? []
      for (const entry of own) if (!keys.has(refKey(entry.change.want))) this.#missed.add(entry)
    }
    return { before: [before], after, withdraw, settle, forget, miss }
  }

  /** How to be again as before a step that has noted nothing. */
  #remember(): () => void {
    const [entries, waiting, isOpen, isArmed] = [this.entries.length, [...this.#waiting], this.#isOpen, this.isArmed]
    return () => {
      this.entries.splice(entries)
      this.#waiting.splice(0, Infinity, ...waiting)
      // They are noted again where they are needed.
      this.#transactions.clear()
      this.#isOpen = isOpen
      this.isArmed = isArmed
    }
  }

  #newTransactions(entries: readonly Entry[]): readonly string[] {
    return [...transactionLines(entries)].flatMap(([key, line]) => {
      if (this.#transactions.has(key)) return []
      this.#transactions.add(key)
      return [line]
    })
  }

  noteDelegated(host: string): void {
    if (!this.delegated.has(host)) this.#waiting.push(JSON.stringify({ delegated: host }))
    this.delegated.add(host)
  }

  /** What only `changed_when` calls a change is noted when that is known: there is nothing to keep for it. */
  #settleLater(entries: readonly Entry[]): Recorded['settle'] {
    return changed => {
      if (!changed) return
      this.entries.push(...entries)
      this.#waiting.push(...this.#newTransactions(entries), ...entries.map(entryLine))
    }
  }

  /** The way back without the controller, ahead of the changes. */
  #arm(entries: readonly Entry[]): readonly Sh[] {
    if (this.confirm === undefined) return []
    this.isArmed = true
    const at = this.entries.length - entries.length
    return [confirmFunctions, arm(this.info.run, this.confirm), ...leaveSteps(this.entries, at)]
  }

  /** Over a new connection, after the verification: the host takes nothing back any more. */
  disarm(): Step {
    this.isArmed = false
    return step([confirmFunctions, sh`swk_disarm ${this.info.run}`])
  }

  /** How the run ended; undefined where nothing was noted. */
  end(status: string, at: string): Step | undefined {
    if (this.entries.length === 0 && !this.#isOpen) return undefined
    const { topology } = this.info
    const declare =
      status === 'done' && topology !== undefined ? [sh`swk_declare ${JSON.stringify(topology.declared)}`] : []
    return this.#write([JSON.stringify({ end: status, at })], declare, sh`swk_end`)
  }

  #write(text: readonly string[], statements: readonly Sh[] = [], note: Sh = sh`swk_note`): Step {
    const { days, megabytes } = this.#limits
    const prune = this.#isOpen
      ? []
      : [sh`swk_free ${this.info.run} ${this.info.takesBack ?? ''}`, sh`swk_prune ${days} ${megabytes}`]
    const head = this.#isOpen ? [] : [JSON.stringify(this.info)]
    const { topology } = this.info
    const former = this.#isOpen || !topology ? [] : [topology.evidence]
    this.#isOpen = true
    const all = [...head, ...this.#waiting.splice(0), ...text]
    return step(
      [sh`trap 'swk_told $?' EXIT`, ...prune, ...statements, sh`${raw(note)} ${[this.info.run, ...former]}`],
      all,
    )
  }

  /** The journal of what is done to take this run back. */
  takingBack(now: Date, topology: DeclaredTopology | undefined): Journal {
    const { run, who, playbook } = this.info
    const about = {
      who,
      ...(playbook === undefined ? {} : { playbook }),
      takesBack: run,
      automatic: true as const,
      ...(topology && { topology }),
    }
    return new Journal({ run: newRunId(now), at: now.toISOString(), ...about }, this.#limits)
  }
}

function step(statements: readonly Sh[], text: readonly string[] = []): Step {
  return {
    name: 'note in the journal of the host what changes',
    script: lines(functions, ...statements),
    timeout: 600,
    payload: Buffer.from(text.map(line => `${line}\n`).join('')),
  }
}
