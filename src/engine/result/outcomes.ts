/** What became of each item of a task, by the replies to its steps and by what the host holds afterwards. Pure. */
import { hasTrait, kindOf } from '../../resources/index.ts'
import type { Step } from '../../resources/kind.ts'
import type { Reply } from '../../transport/session.ts'
import type { OutcomeName } from '../events.ts'
import { type Change, differing } from '../plan/change.ts'
import type { HostState } from '../plan/host-state.ts'
import type { ItemPlan } from '../plan/plan.ts'
import type { TaskResult } from '../report/report.ts'
import { stepFailure } from './failure.ts'

/** An item whose steps were sent. A reply is missing if the connection was lost before it came. */
export type SentItem = {
  readonly item: ItemPlan
  readonly steps: readonly Step[]
  readonly replies: readonly (Reply | undefined)[]
}

export type MadeItem = {
  readonly outcome: OutcomeName
  /** The changes that were made, or that may have been made. */
  readonly changes: readonly Change[]
  readonly failed?: { readonly step: Step | undefined; readonly reply: Reply }
}

/** `world`: as it was read after the steps. */
export function judgeItem({ item, steps, replies }: SentItem, world: HostState): MadeItem {
  if (item.refusal !== undefined) return { outcome: 'failed', changes: [] }
  const at = replies.findIndex(reply => reply !== undefined && !reply.skipped && reply.rc !== 0)
  if (at !== -1) {
    const isRefused = steps[at]?.refusal === replies[at]?.rc
    const failed = { step: steps[at], reply: replies[at] as Reply }
    const part = partMade(failed)
    const unseen = part === 'none' ? [] : unfinished(item.changes, world)
    const changes = item.changes.flatMap(change =>
      unseen.includes(change) ? change : changeMade(change, world, isRefused),
    )
    const isSeen = changes.some(change => !change.quiet && !unseen.includes(change))
    if (part === 'possible' && !isSeen) return { outcome: 'may-have-changed', changes, failed }
    return { outcome: changes.some(change => !change.quiet) ? 'failed-after-change' : 'failed', changes, failed }
  }
  if (replies.some(reply => reply === undefined)) return { outcome: 'may-have-changed', changes: item.changes }
  if (replies.some(reply => reply?.skipped)) {
    // A command that was skipped has not run.
    const shown = item.changes.filter(({ want }) => !hasTrait(want.kind, 'writeOnly'))
    const changes = shown.flatMap(change => changeMade(change, world))
    return { outcome: changes.length > 0 ? 'failed-after-change' : 'not-run', changes }
  }
  return { outcome: item.changes.some(change => !change.quiet) ? 'changed' : 'ok', changes: item.changes }
}

/** The change as far as the host shows it; `isRefused`: what differs without being as it was wanted is not swk's. A command that failed has run; nothing shows what else write-only kinds did. */
function changeMade(change: Change, world: HostState, isRefused = false): readonly Change[] {
  const { want, before, fields } = change
  const { traits, result } = kindOf(want.kind)
  if (traits?.includes('writeOnly')) return result === undefined ? [] : [change]
  if (traits?.includes('transient') || !world.has(want)) return []
  const now = world.state(want)
  const isOwn = (field: string): boolean => !isRefused || same(now?.[field], want.state?.[field])
  if (now === null || before === null)
    return now === before || !Object.keys(want.state ?? {}).every(isOwn) ? [] : [{ ...change, after: now }]
  if (want.state === null || !fields.some(field => !same(now[field], before[field]) && isOwn(field))) return []
  return [differing(want.state, now).length === 0 ? change : { ...change, after: now }]
}

/** Whether a step that failed has made a part of its changes: it says so, unless it was killed or its output was dropped. */
function partMade({ step, reply }: NonNullable<MadeItem['failed']>): 'made' | 'possible' | 'none' {
  if (step?.part === undefined) return 'none'
  if (reply.stderr.toString('utf8').split('\n').includes(step.part)) return 'made'
  return reply.cut || reply.rc === 124 || reply.rc > 128 ? 'possible' : 'none'
}

/** The changes of a step that made a part of them: the first of which nothing is seen, and those that are made with it (one run of apt). */
function unfinished(changes: readonly Change[], world: HostState): readonly Change[] {
  const [first, ...others] = changes.filter(
    change => !hasTrait(change.want.kind, 'writeOnly') && changeMade(change, world).length === 0,
  )
  if (first === undefined) return []
  const isTogether = kindOf(first.want.kind).writeMany !== undefined
  return [first, ...others.filter(({ want }) => isTogether && want.kind === first.want.kind)]
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/** What would become of an item. */
export function predictItem({ refusal, changes }: ItemPlan): MadeItem {
  if (refusal !== undefined) return { outcome: 'failed', changes: [] }
  return { outcome: changes.some(change => !change.quiet) ? 'changed' : 'ok', changes }
}

export type JudgedItem = { readonly item: ItemPlan; readonly made: MadeItem }

/** What is reported of a failed task's changes: whether it made any, and of a loop which items did. */
export function reportItems(judged: readonly JudgedItem[]): Pick<TaskResult, 'outcome' | 'items' | 'notes'> {
  const { outcome, notes: alone } = reportOutcome(judged.map(({ made }) => made))
  const items = judged.flatMap(({ item, made }) =>
    item.label === undefined ? [] : [reportItem(item.label, item, made)],
  )
  const notes = [...Map.groupBy(items, one => one.outcome)].map(
    ([name, some]) => `${outcomeWords[name]}: ${some.map(one => one.item).join(', ')}`,
  )
  return { ...(outcome && { outcome }), ...(items.length > 0 && { items }), notes: items.length > 0 ? notes : alone }
}

/** The same without its items. */
export function reportOutcome(all: readonly MadeItem[]): Pick<TaskResult, 'outcome'> & { readonly notes: string[] } {
  const isSure = all.some(made => made.outcome !== 'may-have-changed' && made.changes.some(change => !change.quiet))
  const outcome = isSure ? 'changed' : all.some(made => made.outcome === 'may-have-changed') && 'may-have-changed'
  return outcome ? { outcome, notes: [outcomeNotes[outcome]] } : { notes: [] }
}

const outcomeNotes = { changed: 'failed after a change', 'may-have-changed': 'its change may have been made' }

const outcomeWords: Readonly<Record<OutcomeName, string>> = {
  ok: 'ok',
  changed: 'changed',
  failed: 'failed',
  'failed-after-change': 'failed after a change',
  'not-run': 'not run',
  'may-have-changed': 'may have been changed',
}

function reportItem(label: string, { refusal }: ItemPlan, { outcome, failed, changes }: MadeItem) {
  const message = refusal?.message ?? (failed && stepFailure(failed.step, failed.reply, changes).message)
  return { item: label, outcome, ...(message === undefined ? {} : { message }) }
}
