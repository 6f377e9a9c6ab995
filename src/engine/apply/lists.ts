/** Steps of many changes as few frames: neighbours that one program can make in one process are one list. Pure. */
import { isDeepStrictEqual } from 'node:util'
import type { Step } from '../../resources/kind.ts'
import { quote } from '../../shell/sh.ts'
import type { Frame, Reply } from '../../transport/session.ts'
import { type Environment, renderFrame } from './steps.ts'

/** The steps of one item of a task. `task`: its number among those that are sent together. */
export type SentSteps = {
  readonly task: number
  readonly item: number
  readonly steps: readonly Step[]
  readonly user: string | undefined
  readonly environment: Environment | undefined
  /** An item that fails keeps neither the next one nor the look at the host from being done. */
  readonly goesOn: boolean
}

export type Rendered = {
  readonly frames: readonly Frame[]
  /** The replies to the steps, from those to the frames. */
  repliesIn(replies: readonly (Reply | undefined)[]): ReadonlyMap<Step, Reply | undefined>
}

/** Records and bytes of one list: what is not sure to have been made if the connection is lost. */
const most = { records: 100, bytes: 262_144 }

type List = { readonly of: SentSteps[]; readonly steps: Step[]; bytes: number }

/** Frames among the items stay where they are. */
export function renderSent(parts: readonly (SentSteps | Frame)[]): Rendered {
  const frames: Frame[] = []
  const made: { readonly steps: readonly Step[]; readonly isList: boolean }[] = []
  const send = (frame: Frame, steps: readonly Step[] = [], isList = false): void => {
    made[frames.push(frame) - 1] = { steps, isList }
  }
  let list: List | undefined
  const close = (): void => {
    if (list === undefined) return
    send(renderList(list), list.steps, true)
    if (list.of.at(-1)?.goesOn) send(clear)
    list = undefined
  }
  for (const part of parts) {
    if ('kind' in part || (list && !fits(list, part))) close()
    if ('kind' in part) send(part)
    else if (isListed(part)) {
      list ??= { of: [], steps: [], bytes: 0 }
      list.of.push(part)
      list.steps.push(...part.steps)
      list.bytes += sizeOf(part)
    } else {
      for (const step of part.steps) send(renderFrame(step, part.user, part.environment), [step])
      if (part.steps.length > 0 && part.goesOn) send(clear)
    }
  }
  close()
  return {
    frames,
    repliesIn: replies =>
      new Map(
        made.flatMap(({ steps, isList }, i) => {
          const reply = replies[i]
          const found = isList && reply ? splitReply(reply, steps.length) : steps.map(() => reply)
          return steps.map((step, at): [Step, Reply | undefined] => [step, found[at]])
        }),
      ),
  }
}

export const clear: Frame = { kind: 'clear', script: quote(''), timeout: 10 }

/** All steps of the item are listed; of one program, of which there is only one today. */
export const isListed = ({ steps }: Pick<SentSteps, 'steps'>): boolean =>
  steps.length > 0 && steps.every(step => step.listed !== undefined)

const sizeOf = ({ steps }: SentSteps): number =>
  steps.reduce((sum, { listed }) => sum + (listed?.record.length ?? 0), 0)

function fits({ of, steps, bytes }: List, one: SentSteps): boolean {
  const [first] = of
  return (
    isListed(one) &&
    one.user === first?.user &&
    isDeepStrictEqual(one.environment, first?.environment) &&
    one.steps[0]?.listed?.program === steps[0]?.listed?.program &&
    steps.length + one.steps.length <= most.records &&
    bytes + sizeOf(one) <= most.bytes
  )
}

function renderList({ of, steps }: List): Frame {
  const [first] = steps as [Step]
  const [{ user, environment }] = of as [SentSteps]
  const records = of.flatMap(({ task, item, steps }) =>
    steps.flatMap(({ listed }) => {
      const record = listed?.record ?? Buffer.alloc(0)
      return [Buffer.from(`${task} ${item} ${record.length}\n`), record]
    }),
  )
  const script = first.listed?.program ?? first.script
  const timeout = first.timeout + steps.length
  return renderFrame({ name: 'a list', script, timeout, payload: Buffer.concat(records) }, user, environment)
}

/** The reply to each record of a list. What a list that was ended does not mention was not made, or the look at the host shows it. */
function splitReply(reply: Reply, count: number): readonly Reply[] {
  const replies: Reply[] = []
  for (let from = 0; from < reply.stdout.length; ) {
    const end = reply.stdout.indexOf('\n', from)
    const [status = '', length = '0'] = reply.stdout.toString('latin1', from, end).split(' ')
    const stderr = reply.stdout.subarray(end + 1, end + 1 + Number(length))
    const skipped = status === 'skip'
    replies.push({ rc: skipped ? 0 : Number(status), skipped, stdout: Buffer.alloc(0), stderr, cut: false })
    from = end + 1 + Number(length)
  }
  const missing = (at: number): Reply => ({
    ...reply,
    stdout: Buffer.alloc(0),
    skipped: reply.skipped || at > replies.length,
  })
  return Array.from({ length: count }, (_, at) => replies[at] ?? missing(at))
}
