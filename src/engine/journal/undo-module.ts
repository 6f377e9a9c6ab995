/** Takes one change back: wants towards the state before it, refused where the state is not what the change left. */
import { z } from 'zod'
import { hasTrait, kindOf } from '../../resources/index.ts'
import { type Ref, refKey, type State, type Want } from '../../resources/kind.ts'
import { defineModule, type HostView, Refusal } from '../module.ts'
import { differing, planChange } from '../plan/change.ts'

/** What the change left, to be compared with what is there now. */
export type Guard = { readonly ref: Ref; readonly left: State | null }

export type UndoArgs = {
  readonly wants: readonly Want[]
  readonly guard?: Guard
  /** What is not there does not run. */
  readonly isStopping?: true
  /** Why nothing can be done about it. */
  readonly cannot?: string
  /** Hosts that the run has changed as well, with the run. */
  readonly delegated?: { readonly hosts: readonly string[]; readonly run: string }
  /** There is nothing that could be taken back. */
  readonly refusal?: { readonly message: string; readonly hint: string }
}

export const undoModule = defineModule({
  name: 'rollback',
  summary: 'Takes a change back that an earlier run has made.',
  args: z.custom<UndoArgs>(),
  reads: ({ wants, guard }) => [
    ...wants.filter(isRead).map(asRef),
    ...wants.flatMap(want => kindOf(want.kind).requires?.(want) ?? []),
    ...(guard ? [guard.ref] : []),
  ],
  plan({ wants: all, guard, isStopping, refusal }, observed) {
    if (refusal) throw new Refusal(refusal.message, refusal)
    const wants = isStopping ? all.filter(want => !isRead(want) || observed.state(want) !== null) : all
    const isDue = wants.some(want => planChange(want, isRead(want) ? observed.state(want) : null) !== null)
    if (!isDue) return []
    const moved = guard && movedSince(guard, observed)
    if (moved) throw new Refusal(moved, { hint: `--force '${refKey(guard.ref)}' takes it back all the same` })
    return wants
  },
  warnings: ({ cannot, delegated }) => [
    ...(cannot === undefined ? [] : [`cannot be taken back: ${cannot}`]),
    ...(delegated?.hosts ?? []).map(
      host =>
        `${host} is not taken back, where the run made changes too; --limit ${host} --run ${delegated?.run} does so`,
    ),
  ],
})

/** What differs from the state that the change left; undefined: nothing does. */
function movedSince({ ref, left }: Guard, observed: HostView): string | undefined {
  const now = observed.state(ref)
  const name = `${ref.kind} ${ref.id}`
  if (left === null) return now === null ? undefined : `${name} was created again since; expected it to be absent`
  if (now === null) return `${name} was removed since; expected it as the run left it`
  const fields = differing(left, now).filter(field => !kindOf(ref.kind).quietFields?.includes(field))
  const texts = fields.map(field => `${field} is ${now[field]}, was left as ${left[field]}`)
  return texts.length === 0 ? undefined : `${name} was changed since: ${texts.join('; ')}`
}

const isRead = ({ kind }: Want): boolean => !hasTrait(kind, 'writeOnly')
const asRef = ({ kind, id, kept }: Want): Ref => ({ kind, id, need: kept === undefined ? 'meta' : 'content' })
